package dev.promptcards.assertion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Material that lies beside the project and is not part of it.
final class SharedFolder {

    private SharedFolder() {}

    /// The folder `shared/{name}` beside one of the folders this project lies in.
    static Optional<Path> find(String name) {
        return Stream.iterate(
                        Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared").resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
