package dev.promptcards.promptfoo.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Where the files a configuration names are looked for, and how far it may reach: a configuration
/// from somebody else shall not send any file of this machine to a model.
///
/// @param path what names are relative to
/// @param root nothing outside it is read
/// @param findings told which files of a pattern are passed over
public record Folder(Path path, Path root, Consumer<Finding> findings) {

    /// A folder nobody asks about files that are passed over.
    public Folder(Path path, Path root) {
        this(path, root, _ -> {});
    }

    /// A folder that is its own root.
    public static Folder of(Path path) {
        return new Folder(path, path);
    }

    /// A folder on the way to a file, with the same root.
    public Folder beside(Path file) {
        Path parent = file.getParent();
        return new Folder(parent == null ? Path.of("") : parent, root, findings);
    }

    /// The files a name or pattern stands for, sorted; none if there is no such file.
    ///
    /// @param place where the name stands
    public List<Path> expand(Place place, String pattern) throws Refusal {
        Path start;
        try {
            start = PathPattern.start(path, pattern);
        } catch (InvalidPathException _) {
            return List.of();
        }
        // Before looking: what lies outside is not even listed.
        check(place, start);
        List<Path> within = new ArrayList<>();
        for (Path file : PathPattern.expand(place, path, pattern)) {
            try {
                check(place, file);
                within.add(file);
            } catch (Refusal refusal) {
                // Whoever names the file means it; a pattern only happens upon it.
                if (!PathPattern.isPattern(pattern)) {
                    throw refusal;
                }
                findings.accept(
                        place.ignored(
                                "'%s' is a link out of %s; it is passed over"
                                        .formatted(nameOf(file), root.toAbsolutePath())));
            }
        }
        return within;
    }

    /// As [#expand]; refused if there are none.
    public List<Path> files(Place place, String pattern) throws Refusal {
        List<Path> files = expand(place, pattern);
        if (files.isEmpty()) {
            throw place.refused("no file '%s' in %s".formatted(named(pattern), shown()));
        }
        return files;
    }

    /// The first file a name stands for; refused if there is none.
    public Path file(Place place, String name) throws Refusal {
        return files(place, name).getFirst();
    }

    /// The name of a file as seen from this folder, with slashes.
    public String nameOf(Path file) {
        return path.toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString()
                .replace('\\', '/');
    }

    /// The folder as messages name it.
    public Path shown() {
        return path.toAbsolutePath();
    }

    /// Refuses a file outside the root, also one that only a link leads out to.
    public void check(Place place, Path file) throws Refusal {
        Path top = root.toAbsolutePath().normalize();
        if (!file.toAbsolutePath().normalize().startsWith(top)
                || !real(file).startsWith(real(top))) {
            throw place.refused(
                    ("'%s' lies outside %s; nothing there is read. Move it below, or say with"
                                    + " --root how far up files may lie")
                            .formatted(nameOf(file), top));
        }
    }

    private static Path real(Path path) {
        try {
            return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
        } catch (IOException _) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static String named(String pattern) {
        return PathPattern.withoutScheme(pattern);
    }
}
