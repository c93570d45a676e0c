package dev.promptcards.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Redis as a cache: in memory only, on 127.0.0.1 only, by password. Everything in it can be lost.
final class EmbeddedRedis {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final int ANSWER_MILLIS = 2_000;
    private static final int START_ATTEMPTS = 3;

    private final Path home;
    private final int port;
    private final String password;

    private EmbeddedRedis(Path home, int port, String password) {
        this.home = home;
        this.port = port;
        this.password = password;
    }

    /// Starts Redis under `directory`. Nothing where it cannot run, said in one line of the log.
    static Optional<EmbeddedRedis> start(Path directory, Binaries binaries, String password) {
        try {
            Path home = PrivateFiles.directory(directory.resolve("redis"));
            // Nothing in it is worth keeping, so an orphan is ended and not adopted.
            endIn(home);
            Files.deleteIfExists(home.resolve("redis.log"));
            Path program = binaries.redis();
            for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
                EmbeddedRedis server = new EmbeddedRedis(home, Program.freePort(), password);
                if (server.launched(program)) {
                    return Optional.of(server);
                }
            }
            throw new IOException(firstLine(home.resolve("redis.log")));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Redis does not run here, so there is no cache: {}", e.getMessage());
            return Optional.empty();
        }
    }

    String url() {
        return "redis://:%s@127.0.0.1:%d".formatted(password, port);
    }

    void stop() {
        endIn(home);
    }

    /// Ends the server that runs under `directory`, if one does, and says whether one did.
    static boolean end(Path directory) {
        return endIn(directory.resolve("redis"));
    }

    private boolean launched(Path program) throws IOException {
        Path configuration = home.resolve("redis.conf");
        PrivateFiles.write(configuration, configuration());
        Process start =
                Program.start(
                        List.of(program.toString(), configuration.toString()),
                        home.resolve("redis.log"));
        // It leaves for the background by itself, away from the terminal's Ctrl-C.
        return Program.exitCode(start) == 0 && Program.await(START_LIMIT, this::answers);
    }

    private String configuration() {
        return """
        bind 127.0.0.1
        port %2$d
        requirepass %3$s
        daemonize yes
        pidfile "%1$s/redis.pid"
        logfile "%1$s/redis.log"
        dir "%1$s"
        loglevel warning
        set-proc-title no
        save ""
        appendonly no
        maxmemory 128mb
        maxmemory-policy allkeys-lru
        """
                .formatted(home, port, password);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            String hello = "AUTH %s\r\nPING\r\n".formatted(password);
            socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
            String expected = "+OK\r\n+PONG\r\n";
            byte[] answer = socket.getInputStream().readNBytes(expected.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(expected);
        } catch (IOException e) {
            return false;
        }
    }

    private static String firstLine(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).findFirst().orElse("it does not answer");
        }
    }

    private static boolean endIn(Path home) {
        Path pidFile = home.resolve("redis.pid");
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            if (!Program.runs(pid, "redis-server", home)) {
                return false;
            }
            // Politely it would take a tenth of a second, and there is nothing to save.
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Program.await(STOP_LIMIT, () -> !Program.runs(pid));
            Files.deleteIfExists(pidFile);
            return true;
        } catch (IOException | NumberFormatException e) {
            // No file, or a half written one: no server of ours to end.
            return false;
        }
    }
}
