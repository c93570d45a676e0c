package dev.promptcards.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// An nginx that serves a file of 1 KiB on the loopback, for its rate beside: the one on the path,
/// in a directory of its own, as whoever starts it, and with what makes it fast.
final class Nginx implements AutoCloseable {

    private static final int START_ATTEMPTS = 50;
    private static final String FILE = "{\"text\": \"%s\"}".formatted("x".repeat(1024 - 12));

    private final Path home;
    private final int port;
    private final Process process;

    private Nginx(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /// Starts it; says in one line why there is none where there is none.
    static Optional<Nginx> start() throws IOException, InterruptedException {
        var program =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, "nginx"))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (program.isEmpty()) {
            System.out.println("nginx is not on the path: its rate is not measured beside.");
            return Optional.empty();
        }
        var nginx = start(program.get());
        if (nginx.answers()) {
            return Optional.of(nginx);
        }
        var said = Files.readString(nginx.home.resolve("error.log")).lines().findFirst();
        System.out.println("nginx does not start: " + said.orElse("it does not answer"));
        nginx.close();
        return Optional.empty();
    }

    private static Nginx start(Path program) throws IOException {
        // Started by root, it serves as somebody else, who must be able to read the file.
        var home =
                Files.setPosixFilePermissions(
                        Files.createTempDirectory("promptcards-nginx"),
                        PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        Files.writeString(home.resolve("constant.json"), FILE);
        var configuration = Files.writeString(home.resolve("nginx.conf"), configuration(port));
        var errors = home.resolve("error.log");
        var process =
                new ProcessBuilder(
                                program.toString(),
                                "-p",
                                home.toString(),
                                "-c",
                                configuration.toString(),
                                "-e",
                                errors.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                        .start();
        return new Nginx(home, port, process);
    }

    private static String configuration(int port) {
        return """
        daemon off;
        worker_processes auto;
        pid nginx.pid;
        error_log error.log;
        events {}
        http {
            access_log off;
            sendfile on;
            open_file_cache max=8 inactive=1h;
            keepalive_requests 1000000000;
            keepalive_timeout 1h;
            client_body_temp_path tmp;
            proxy_temp_path tmp;
            fastcgi_temp_path tmp;
            uwsgi_temp_path tmp;
            scgi_temp_path tmp;
            default_type application/json;
            server {
                listen 127.0.0.1:%d;
                root .;
            }
        }
        """
                .formatted(port);
    }

    /// Where the file is.
    URI url() {
        return URI.create("http://127.0.0.1:%d/constant.json".formatted(port));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws InterruptedException {
        for (int attempt = 0; attempt < START_ATTEMPTS && process.isAlive(); attempt++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            } catch (IOException e) {
                // Not yet, or never: the process says which.
                boolean unused = process.waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
