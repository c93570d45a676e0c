package dev.promptcards.promptfoo.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// File names with `*`, `**`, `?`, `[…]` and `{…}`, relative to a folder.
public final class PathPattern {

    private static final int MAX_DEPTH = 32;

    /// Files one pattern may stand for; a folder of prompts or tests holds hundreds.
    static final int MAX_FILES = 10_000;

    /// Names a pattern may have to look at before it is taken for a slip, such as `/**`.
    static final int MAX_LOOKED_AT = 200_000;

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
            return found(files, start, matchers, name);
        } catch (PatternSyntaxException _) {
            return List.of();
        } catch (IOException e) {
            throw TextFile.refusal(start, e);
        } catch (UncheckedIOException e) {
            throw TextFile.refusal(start, Objects.requireNonNull(e.getCause()));
        }
    }

    private static List<Path> found(
            Stream<Path> files, Path start, List<PathMatcher> matchers, String name)
            throws Refusal {
        List<Path> found = new ArrayList<>();
        int seen = 0;
        for (Path file : (Iterable<Path>) files::iterator) {
            if (++seen > MAX_LOOKED_AT) {
                throw new Place(start, 0)
                        .refused(
                                "the pattern '%s' looks through more than %,d files; narrow it"
                                        .formatted(name, MAX_LOOKED_AT));
            }
            if (matches(matchers, start.relativize(file)) && Files.isRegularFile(file)) {
                found.add(file);
            }
            if (found.size() > MAX_FILES) {
                throw new Place(start, 0)
                        .refused(
                                "the pattern '%s' stands for more than %,d files; narrow it"
                                        .formatted(name, MAX_FILES));
            }
        }
        Collections.sort(found);
        return found;
    }

    /// The folder a pattern begins to look in; for a plain name, the file itself.
    static Path start(Path folder, String pattern) {
        Path plain = folder.resolve(withoutScheme(pattern)).normalize();
        return Files.isRegularFile(plain) || !isPattern(pattern) ? plain : fixedPart(plain);
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
