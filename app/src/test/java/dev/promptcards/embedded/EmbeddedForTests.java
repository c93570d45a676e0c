package dev.promptcards.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// The servers users get, once for the build, in a directory that goes with it.
public final class EmbeddedForTests {

    private static final Path DIRECTORY = directory();
    private static final Servers SERVERS = start();

    private EmbeddedForTests() {}

    /// `postgres://postgres:password@127.0.0.1:port/postgres`, for making roles and databases.
    public static String superuserUrl() {
        try {
            return "postgres://%s:%s@127.0.0.1:%d/postgres"
                    .formatted(
                            Credentials.SUPERUSER,
                            Credentials.of(DIRECTORY).superuser(),
                            URI.create(SERVERS.databaseUrl()).getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The address of Redis, with its password.
    public static String redisUrl() {
        return SERVERS.redisUrl().orElseThrow();
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("promptcards-test-servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Servers start() {
        Servers servers = EmbeddedServers.start(DIRECTORY);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers)));
        return servers;
    }

    private static void stop(Servers servers) {
        servers.close();
        try {
            PrivateFiles.deleteDirectory(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
