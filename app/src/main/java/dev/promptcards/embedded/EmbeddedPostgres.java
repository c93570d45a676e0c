package dev.promptcards.embedded;

import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// PostgreSQL 16 in a data directory: durable, on 127.0.0.1 only, every connection by password.
final class EmbeddedPostgres {

    /// Crash recovery replays at most a gigabyte of log, which a slow disk takes minutes for.
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final int START_ATTEMPTS = 3;

    private final Path cluster;
    private final int port;

    private EmbeddedPostgres(Path cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /// Starts the cluster under `directory`, or adopts the server a killed process left running.
    static EmbeddedPostgres start(Path directory, Binaries binaries, Credentials credentials)
            throws IOException {
        Path cluster = directory.resolve("postgres");
        Path log = directory.resolve("postgres.log");
        Bootstrap bootstrap = new Bootstrap(cluster, credentials);
        Optional<Integer> orphan = adopted(cluster, bootstrap);
        if (orphan.isPresent()) {
            return new EmbeddedPostgres(cluster, orphan.get());
        }
        Files.deleteIfExists(log);
        List<String> prefix = Program.unprivileged(cluster);
        Path programs = binaries.postgres().resolve("bin");
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            new NewCluster(prefix, programs, log).create(cluster, credentials.superuser());
        }
        int port = launched(prefix, programs, cluster, log);
        bootstrap.run(port);
        return new EmbeddedPostgres(cluster, port);
    }

    String url(String role, String password) {
        return "postgres://%s:%s@127.0.0.1:%d/%s"
                .formatted(role, password, port, Bootstrap.DATABASE);
    }

    void stop() {
        try {
            endIn(cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the server that runs under `directory`, if one does, and says whether one did.
    static boolean end(Path directory) throws IOException {
        return endIn(directory.resolve("postgres"));
    }

    private static boolean endIn(Path cluster) throws IOException {
        Optional<Postmaster> server = Postmaster.of(cluster).filter(it -> it.serves(cluster));
        if (server.isPresent()) {
            server.get().stop();
        }
        return server.isPresent();
    }

    /// The port of a server that runs on `cluster` and answers. One that does not is stopped.
    private static Optional<Integer> adopted(Path cluster, Bootstrap bootstrap) throws IOException {
        Optional<Postmaster> found = Postmaster.of(cluster);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Postmaster orphan = found.get();
        if (!orphan.serves(cluster)) {
            orphan.forget(cluster);
            return Optional.empty();
        }
        if (becomesReady(cluster, orphan) && bootstrap.answers(orphan.port())) {
            bootstrap.run(orphan.port());
            return Optional.of(orphan.port());
        }
        orphan.stop();
        return Optional.empty();
    }

    private static boolean becomesReady(Path cluster, Postmaster server) {
        Program.await(START_LIMIT, () -> !server.serves(cluster) || isReady(cluster));
        return isReady(cluster);
    }

    private static boolean isReady(Path cluster) {
        return Postmaster.of(cluster)
                .filter(server -> server.ready() && server.serves(cluster))
                .isPresent();
    }

    private static int launched(List<String> prefix, Path programs, Path cluster, Path log)
            throws IOException {
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            // The port may be taken between looking and listening: then another one is tried.
            int port = Program.freePort();
            List<String> command = new ArrayList<>(prefix);
            command.addAll(
                    List.of(
                            // pg_ctl makes the server a session of its own: Ctrl-C in the terminal
                            // must reach us and not the database.
                            programs.resolve("pg_ctl").toString(),
                            "start",
                            "--pgdata=" + cluster,
                            "--log=" + log,
                            "--timeout=" + START_LIMIT.toSeconds(),
                            "--options=" + settings(port)));
            Process start = Program.start(command, log);
            // Its own polling is coarse; the file it reads is there to be read by us.
            Program.await(START_LIMIT, () -> isReady(cluster) || !start.isAlive());
            if (isReady(cluster)) {
                return port;
            }
        }
        throw new Problem.Unavailable(
                "PostgreSQL does not start in %s: %s".formatted(cluster, lastLines(log)));
    }

    private static String settings(int port) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "100");
        // Not through initdb, which puts a second pg_catalog before it: connections pass that over,
        // parallel workers fail.
        settings.put("default_text_search_config", "pg_catalog.english");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("shared_buffers", "128MB");
        settings.put("shared_preload_libraries", "pg_stat_statements");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // Statements here are short; compiling them costs more than it saves.
        settings.put("jit", "off");
        // Prompts and outputs are in statements and rows, and the log is no place for them.
        settings.put("log_min_error_statement", "panic");
        settings.put("log_error_verbosity", "terse");
        return settings.entrySet().stream()
                .map(setting -> "-c %s='%s'".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining(" "));
    }

    static String lastLines(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
