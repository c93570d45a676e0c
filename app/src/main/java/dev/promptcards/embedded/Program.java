package dev.promptcards.embedded;

import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Starts and signals the servers' programs.
final class Program {

    private static final Duration POLL = Duration.ofMillis(5);

    private static final int NOBODY = 65_534;

    /// PostgreSQL refuses to run as root. A user namespace without a mapping makes root somebody
    /// else while its files stay root's.
    private static final List<String> IN_NAMESPACE = List.of("unshare", "--user");

    /// Where namespaces are forbidden, as in many containers, `nobody` with root's file access
    /// does.
    private static final List<String> AS_NOBODY =
            List.of(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override");

    private Program() {}

    /// The words that go before a command on `cluster` which must not run as root; none for other
    /// users. Who made the cluster goes on with it.
    static List<String> unprivileged(Path cluster) throws IOException {
        if (!isRoot()) {
            return List.of();
        }
        boolean nobodys =
                Files.exists(cluster) && Files.getAttribute(cluster, "unix:uid").equals(NOBODY);
        if (!nobodys && worksHere(IN_NAMESPACE)) {
            return IN_NAMESPACE;
        }
        if (worksHere(AS_NOBODY)) {
            return AS_NOBODY;
        }
        throw new Problem.Unavailable(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here. Run"
                        + " Prompt Cards as an ordinary user, or set DATABASE_URL.");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean worksHere(List<String> way) throws IOException {
        List<String> command = new ArrayList<>(way);
        command.add("true");
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            return exitCode(builder.start()) == 0;
        } catch (IOException e) {
            // Not installed.
            return false;
        }
    }

    /// Starts `command` with nothing of our environment (it may hold keys), its output going to
    /// `log`.
    static Process start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /// Waits for the end of a short-lived command.
    static int exitCode(Process process) throws IOException {
        try {
            if (process.waitFor(1, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException("a command did not end within a minute");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Polls `condition` until it holds or `limit` has passed, and says which.
    static boolean await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /// Whether a process runs whose command line names `word` (a program) and `directory`. A
    /// process id read from a file may belong to anybody by now.
    static boolean runs(long pid, String word, Path directory) {
        return commandLine(pid)
                .filter(line -> line.contains(word) && line.contains(directory.toString()))
                .isPresent();
    }

    /// Whether any program runs under this process id. One that has ended and waits for its parent
    /// to take note, as orphans may for seconds, does not.
    static boolean runs(long pid) {
        return commandLine(pid).isPresent();
    }

    private static Optional<String> commandLine(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().commandLine());
    }

    /// A port of 127.0.0.1 that was free a moment ago.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
