package dev.promptcards.cli.server;

import dev.promptcards.embedded.DirectoryLock;

import java.time.Duration;
import java.util.Optional;

/// The live server of a data directory, in whatever process.
///
/// @param data the directory
/// @param file what it wrote about itself
public record RunningServer(DataDirectory data, ServerFile file) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);

    /// The server that holds `data`, also when it does not answer. What a killed one left behind is
    /// none: its lock ended with it.
    public static Optional<RunningServer> of(DataDirectory data) {
        Optional<DirectoryLock> lock = data.tryToServe();
        if (lock.isPresent()) {
            lock.get().close();
            return Optional.empty();
        }
        return ServerFile.read(data.serverFile())
                .filter(ServerFile::lives)
                .map(file -> new RunningServer(data, file));
    }

    /// Asks the server to end and waits until it has.
    ///
    /// @throws CommandFailure when it has not after a minute and a half
    public void stop() {
        ProcessHandle.of(file.pid()).ifPresent(ProcessHandle::destroy);
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        while (holdsDirectory()) {
            if (System.nanoTime() > end) {
                throw new CommandFailure(
                        "Process %d was asked to end and has not. `kill -9 %d` ends it at once; nothing stored is lost."
                                .formatted(file.pid(), file.pid()));
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean holdsDirectory() {
        Optional<DirectoryLock> lock = data.tryToServe();
        lock.ifPresent(DirectoryLock::close);
        return lock.isEmpty();
    }
}
