package dev.promptcards.promptfoo.result.file;

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
