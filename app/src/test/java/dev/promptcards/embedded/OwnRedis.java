package dev.promptcards.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Redis of one test's own, which that test may kill and start again. Each start gives it another
/// port.
public final class OwnRedis implements AutoCloseable {

    private static final String PASSWORD = "password";

    private final Path directory;
    private volatile EmbeddedRedis server;

    private OwnRedis(Path directory) {
        this.directory = directory;
        this.server = started(directory);
    }

    public static OwnRedis start() {
        try {
            return new OwnRedis(Files.createTempDirectory("promptcards-test-redis"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedRedis started(Path directory) {
        try {
            return EmbeddedRedis.start(directory, Binaries.of(directory), PASSWORD).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the last one started listens, whether it still runs or not.
    public String url() {
        return server.url();
    }

    /// Ends the process at once, and all it holds with it.
    public void kill() {
        server.stop();
    }

    /// Starts an empty one.
    public void startAgain() {
        server = started(directory);
    }

    /// Makes it forget everything.
    public void flush() {
        try (var socket = new Socket("127.0.0.1", URI.create(url()).getPort())) {
            socket.getOutputStream()
                    .write(
                            "AUTH %s\r\nFLUSHALL\r\n"
                                    .formatted(PASSWORD)
                                    .getBytes(StandardCharsets.US_ASCII));
            var wanted = "+OK\r\n+OK\r\n";
            var answer = new String(socket.getInputStream().readNBytes(wanted.length()));
            if (!answer.equals(wanted)) {
                throw new IOException(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            PrivateFiles.deleteDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
