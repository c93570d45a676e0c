package dev.promptcards.embedded;

import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Starts PostgreSQL 16 and Redis in a data directory, side by side. Servers that a killed process
/// left there are adopted when they are healthy, else stopped and started again.
public final class EmbeddedServers {

    private EmbeddedServers() {}

    /// Starts the servers of `dataDir`, which is created when missing, and returns when they
    /// answer. Redis that cannot run here is done without, with one line in the log.
    ///
    /// @throws Problem.Unavailable when another process runs the servers of this directory, or
    ///     PostgreSQL cannot start; the message says why and what to do
    public static Servers start(Path dataDir) {
        return start(dataDir, true);
    }

    /// The same without Redis.
    public static Servers startPostgres(Path dataDir) {
        return start(dataDir, false);
    }

    /// Stops the servers a killed process left in `dataDir`; says whether there were any.
    ///
    /// @throws Problem.Unavailable when a process that lives runs them
    public static boolean stopOrphans(Path dataDir) {
        return locked(
                dataDir,
                (directory, lock) -> {
                    try (lock) {
                        boolean redis = EmbeddedRedis.end(directory);
                        return EmbeddedPostgres.end(directory) || redis;
                    }
                });
    }

    private static Servers start(Path dataDir, boolean withRedis) {
        return locked(
                dataDir,
                (directory, lock) -> {
                    try {
                        return start(directory, lock, withRedis);
                    } catch (IOException | RuntimeException e) {
                        lock.close();
                        throw e;
                    }
                });
    }

    private static <T> T locked(Path dataDir, InDirectory<T> action) {
        try {
            Path directory = PrivateFiles.directory(dataDir);
            DirectoryLock lock =
                    DirectoryLock.tryAcquire(directory.resolve("embedded.lock"))
                            .orElseThrow(() -> inUse(directory));
            return action.run(directory, lock);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The data directory %s cannot be used: %s. Name another with --data."
                            .formatted(dataDir, e));
        }
    }

    private static Servers start(Path directory, DirectoryLock lock, boolean withRedis)
            throws IOException {
        Credentials credentials = Credentials.of(directory);
        Binaries binaries = Binaries.of(directory);
        CompletableFuture<Optional<EmbeddedRedis>> redis =
                withRedis
                        ? CompletableFuture.supplyAsync(
                                () -> EmbeddedRedis.start(directory, binaries, credentials.redis()),
                                Thread::startVirtualThread)
                        : CompletableFuture.completedFuture(Optional.empty());
        EmbeddedPostgres postgres;
        try {
            postgres = EmbeddedPostgres.start(directory, binaries, credentials);
        } catch (IOException | RuntimeException e) {
            joined(redis).ifPresent(EmbeddedRedis::stop);
            throw e;
        }
        Optional<EmbeddedRedis> cache = joined(redis);
        return new Servers(
                postgres.url(Credentials.OWNER, credentials.owner()),
                postgres.url(Credentials.APPLICATION, credentials.application()),
                postgres.url(Credentials.MONITOR, credentials.monitor()),
                cache.map(EmbeddedRedis::url),
                () -> {
                    cache.ifPresent(EmbeddedRedis::stop);
                    postgres.stop();
                    lock.close();
                });
    }

    private static Optional<EmbeddedRedis> joined(
            CompletableFuture<Optional<EmbeddedRedis>> redis) {
        try {
            return redis.join();
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    private static Problem inUse(Path directory) {
        return new Problem.Unavailable(
                ("Another process runs the servers of %s. Stop it (promptcards stop), or name"
                                + " another data directory with --data.")
                        .formatted(directory));
    }

    private interface InDirectory<T> {
        T run(Path directory, DirectoryLock lock) throws IOException;
    }
}
