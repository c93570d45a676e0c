package dev.promptcards.cli.server;

import dev.promptcards.embedded.DirectoryLock;
import dev.promptcards.embedded.PrivateFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The directory an installation keeps its data in.
///
/// @param path its real path
public record DataDirectory(Path path) {

    /// The directory named by `--data`, by `PROMPTCARDS_HOME`, or `~/.promptcards`; created when
    /// missing.
    public static DataDirectory of(Optional<Path> option, Map<String, String> environment) {
        Path named =
                option.or(() -> variable(environment).map(Path::of))
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".promptcards"));
        try {
            return new DataDirectory(PrivateFiles.directory(named));
        } catch (IOException e) {
            throw new CommandFailure(
                    "The data directory %s cannot be used (%s). Name another with --data."
                            .formatted(named, e),
                    e);
        }
    }

    private static Optional<String> variable(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("PROMPTCARDS_HOME"))
                .filter(value -> !value.isBlank());
    }

    /// Takes the right to be the server of this directory, if nobody has it.
    Optional<DirectoryLock> tryToServe() {
        try {
            return DirectoryLock.tryAcquire(path.resolve("server.lock"));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// Keeps the server of this directory from ending while a command talks to it; nothing when it
    /// is about to end.
    Optional<DirectoryLock> tryToUse() {
        try {
            return DirectoryLock.tryShare(clients());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// Lets no command begin to talk to the server any more, if none does at present.
    Optional<DirectoryLock> tryToRefuseUsers() {
        try {
            return DirectoryLock.tryAcquire(clients());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    Path serverFile() {
        return path.resolve("server.json");
    }

    private Path clients() {
        return path.resolve("clients.lock");
    }

    private CommandFailure unusable(IOException e) {
        return new CommandFailure("The data directory %s cannot be used: %s".formatted(path, e), e);
    }
}
