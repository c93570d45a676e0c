package dev.promptcards.promptfoo.result.file;

import dev.promptcards.problem.Problem;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// A file that appears under its name when it is complete. Devices and pipes are written to at
/// once.
///
/// @param part where the text goes until then; empty where the name is a device
record OutputFile(Path path, Optional<Path> part, BufferedWriter writer) {

    static OutputFile create(Path path) throws IOException {
        Path target = path.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return new OutputFile(target, Optional.empty(), Files.newBufferedWriter(target));
        }
        Files.createDirectories(target.getParent());
        Path part =
                target.resolveSibling(
                        target.getFileName() + ".part-" + ProcessHandle.current().pid());
        return new OutputFile(target, Optional.of(part), Files.newBufferedWriter(part));
    }

    static void check(Path path) {
        Path target = path.toAbsolutePath().normalize();
        if (Files.isDirectory(target)) {
            throw refused(path, "it is a folder");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return;
        }
        Path above = target.getParent();
        while (above != null && Files.notExists(above)) {
            above = above.getParent();
        }
        if (above == null || !Files.isDirectory(above)) {
            throw refused(path, "%s is no folder".formatted(above));
        }
        if (!Files.isWritable(above)) {
            throw refused(path, "nothing may be written into " + above);
        }
    }

    private static Problem.Invalid refused(Path path, String why) {
        return new Problem.Invalid(
                "The results cannot be written to '%s': %s. Name another file with -o."
                        .formatted(path, why));
    }

    void finish() throws IOException {
        writer.close();
        if (part.isPresent()) {
            Files.move(
                    part.get(),
                    path,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void close() throws IOException {
        writer.close();
        if (part.isPresent()) {
            Files.deleteIfExists(part.get());
        }
    }
}
