package dev.promptcards.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A running PostgreSQL as its `postmaster.pid` tells it.
///
/// @param pid the process id of the postmaster
/// @param port the TCP port it listens on
/// @param ready whether it takes connections; false while it starts or recovers
record Postmaster(long pid, int port, boolean ready) {

    private static final int LINE_PID = 0;
    private static final int LINE_PORT = 3;
    private static final int LINE_STATUS = 7;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIT_LIMIT = Duration.ofSeconds(10);
    private static final Duration UNNOTICED_LIMIT = Duration.ofSeconds(5);

    /// The postmaster that holds `cluster`, if its file is there and whole.
    static Optional<Postmaster> of(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(pidFile(cluster));
            if (lines.size() <= LINE_PORT) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > LINE_STATUS && lines.get(LINE_STATUS).strip().equals("ready");
            return Optional.of(
                    new Postmaster(
                            Long.parseLong(lines.get(LINE_PID).strip()),
                            Integer.parseInt(lines.get(LINE_PORT).strip()),
                            ready));
        } catch (IOException | NumberFormatException e) {
            // Missing, or half written by a postmaster that starts this very moment.
            return Optional.empty();
        }
    }

    private static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /// Whether this is a live server of `cluster`, and not a process that got the number of one
    /// long dead, nor the server of a directory that `cluster` was copied from.
    boolean serves(Path cluster) {
        return Program.runs(pid, "postgres", cluster);
    }

    /// Ends the server: sessions are cut, what was committed is written. One that does not end in
    /// time is made to end at once and recovers from its log at the next start.
    void stop() throws IOException {
        signal("INT");
        if (!Program.await(STOP_LIMIT, () -> !Program.runs(pid))) {
            signal("QUIT");
            if (!Program.await(QUIT_LIMIT, () -> !Program.runs(pid))) {
                throw new IOException("PostgreSQL (process %d) does not end".formatted(pid));
            }
        }
    }

    private void signal(String name) throws IOException {
        // ProcessHandle knows TERM only, with which PostgreSQL waits for every client to leave.
        new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Removes the file of a server that is no more where PostgreSQL would not: it takes any
    /// process of that number for a server, be it another program by now or an ended one nobody
    /// took note of. Where the number is free the file stays: by it PostgreSQL finds what children
    /// still hold.
    void forget(Path cluster) throws IOException {
        boolean known =
                Program.await(
                        UNNOTICED_LIMIT,
                        () -> Program.runs(pid) || ProcessHandle.of(pid).isEmpty());
        if (!known || Program.runs(pid)) {
            Files.deleteIfExists(pidFile(cluster));
        }
    }
}
