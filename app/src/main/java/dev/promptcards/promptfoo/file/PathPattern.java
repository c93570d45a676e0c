package dev.promptcards.promptfoo.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// File names with `*`, `**`, `?`, `[…]` and `{…}`, relative to a folder.
public final class PathPattern {

    private static final int MAX_DEPTH = 32;

    private PathPattern() {}

    /// The files a name or pattern stands for, sorted by name so that a run is the same everywhere;
    /// none if there is no such file. A leading `file://` is dropped.
    public static List<Path> expand(Path folder, String pattern) throws Refusal {
        String name = withoutScheme(pattern);
        Path plain;
        try {
            plain = folder.resolve(name).normalize();
        } catch (InvalidPathException _) {
            return List.of();
        }
        if (Files.isRegularFile(plain)) {
            return List.of(plain);
        }
        if (!isPattern(name)) {
            return List.of();
        }
        Path start = fixedPart(plain);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        String rest = start.relativize(plain).toString().replace('\\', '/');
        int depth =
                rest.contains("**")
                        ? MAX_DEPTH
                        : (int) rest.chars().filter(c -> c == '/').count() + 1;
        try (Stream<Path> files = Files.walk(start, depth, FileVisitOption.FOLLOW_LINKS)) {
            // Between slashes `**` also stands for no folder at all.
            List<PathMatcher> matchers = List.of(glob(rest), glob(rest.replace("**/", "")));
            return files.filter(file -> matches(matchers, start.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (PatternSyntaxException _) {
            return List.of();
        } catch (IOException e) {
            throw TextFile.refusal(start, e);
        } catch (UncheckedIOException e) {
            throw TextFile.refusal(start, Objects.requireNonNull(e.getCause()));
        }
    }

    public static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    }

    public static String withoutScheme(String name) {
        return name.startsWith("file://") ? name.substring("file://".length()) : name;
    }

    private static Path fixedPart(Path path) {
        Path fixed = path;
        while (isPattern(fixed.toString()) && fixed.getParent() != null) {
            fixed = fixed.getParent();
        }
        return isPattern(fixed.toString()) ? Path.of("") : fixed;
    }

    private static boolean matches(List<PathMatcher> matchers, Path relative) {
        return matchers.stream().anyMatch(matcher -> matcher.matches(relative));
    }

    private static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }
}
