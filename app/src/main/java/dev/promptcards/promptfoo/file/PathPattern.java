package dev.promptcards.promptfoo.file;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

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
    ///
    /// @param place where the pattern stands
    static List<Path> expand(Place place, Path folder, String pattern) throws Refusal {
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
        try {
            // Between slashes `**` also stands for no folder at all.
            Search search = new Search(start, List.of(glob(rest), glob(rest.replace("**/", ""))));
            Files.walkFileTree(start, Set.of(FileVisitOption.FOLLOW_LINKS), depth, search);
            return search.found(place, name);
        } catch (PatternSyntaxException _) {
            return List.of();
        } catch (IOException e) {
            throw TextFile.refusal(start, e);
        }
    }

    /// Looks through a folder until it has seen more than a pattern is meant to look at.
    private static final class Search extends SimpleFileVisitor<Path> {

        private final Path start;
        private final List<PathMatcher> matchers;
        private final List<Path> found = new ArrayList<>();
        private int seen;

        Search(Path start, List<PathMatcher> matchers) {
            this.start = start;
            this.matchers = matchers;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path relative = start.relativize(file);
            if (attributes.isRegularFile()
                    && matchers.stream().anyMatch(matcher -> matcher.matches(relative))) {
                found.add(file);
            }
            return looked();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
            super.postVisitDirectory(folder, e);
            return looked();
        }

        /// A link to a folder it stands in brings nothing new.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return e instanceof FileSystemLoopException
                    ? FileVisitResult.CONTINUE
                    : super.visitFileFailed(file, e);
        }

        private FileVisitResult looked() {
            return ++seen > MAX_LOOKED_AT || found.size() > MAX_FILES
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }

        List<Path> found(Place place, String name) throws Refusal {
            if (seen > MAX_LOOKED_AT) {
                throw place.refused(
                        "the pattern '%s' looks through more than %,d files; narrow it"
                                .formatted(name, MAX_LOOKED_AT));
            }
            if (found.size() > MAX_FILES) {
                throw place.refused(
                        "the pattern '%s' stands for more than %,d files; narrow it"
                                .formatted(name, MAX_FILES));
            }
            Collections.sort(found);
            return found;
        }
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

    private static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }
}
