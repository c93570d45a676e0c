package dev.promptcards.cli.server;

import dev.promptcards.embedded.DirectoryLock;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A server to talk to: the one of a given address, the one that runs on the data directory, or one
/// started inside this process.
public final class ServerConnection implements AutoCloseable {

    private static final Duration WAIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final URI url;
    private final String token;
    private final Optional<LocalServer> own;
    private final Runnable release;

    private ServerConnection(URI url, String token, Optional<LocalServer> own, Runnable release) {
        this.url = url;
        this.token = token;
        this.own = own;
        this.release = release;
    }

    /// Connects to the server at `url`. Its token is the one in `server.json` when that is the same
    /// server, else `PROMPTCARDS_TOKEN`.
    public static ServerConnection to(
            URI url, DataDirectory data, Map<String, String> environment) {
        String token =
                ServerFile.read(data.serverFile())
                        .filter(file -> sameServer(file.url(), url))
                        .flatMap(ServerConnection::token)
                        .orElseGet(() -> environment.getOrDefault("PROMPTCARDS_TOKEN", ""));
        return new ServerConnection(url, token, Optional.empty(), () -> {});
    }

    /// Connects to the server of `data`, and starts one in this process when there is none. Of two
    /// commands that come here at once one starts it and both use it.
    public static ServerConnection open(DataDirectory data, Map<String, String> environment) {
        return open(data, environment, 0);
    }

    /// The same; a server started here takes `preferredPort` when it is free.
    public static ServerConnection open(
            DataDirectory data, Map<String, String> environment, int preferredPort) {
        long end = System.nanoTime() + WAIT_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Optional<ServerConnection> running = running(data);
            if (running.isPresent()) {
                return running.get();
            }
            Optional<DirectoryLock> lock = data.tryToServe();
            if (lock.isPresent()) {
                return started(data, lock.get(), environment, preferredPort);
            }
            // Somebody else starts it right now, or stops it.
            pause();
        }
        throw new CommandFailure(
                "Another process holds %s and its server does not answer. Look at `promptcards status`."
                        .formatted(data.path()));
    }

    /// Connects to the server of `data`, if one answers.
    public static Optional<ServerConnection> running(DataDirectory data) {
        Optional<DirectoryLock> use = data.tryToUse();
        if (use.isEmpty()) {
            return Optional.empty();
        }
        Optional<ServerFile> found =
                ServerFile.read(data.serverFile())
                        .filter(ServerFile::lives)
                        .filter(file -> ApiClient.answers(file.url()));
        if (found.isEmpty()) {
            use.get().close();
            return Optional.empty();
        }
        return Optional.of(
                new ServerConnection(
                        found.get().url(),
                        token(found.get()).orElse(""),
                        Optional.empty(),
                        use.get()::close));
    }

    private static ServerConnection started(
            DataDirectory data,
            DirectoryLock lock,
            Map<String, String> environment,
            int preferredPort) {
        ServerSettings settings;
        try {
            settings = ServerSettings.inCommand(preferredPort, environment);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        LocalServer server = LocalServer.start(data, lock, settings);
        return new ServerConnection(
                server.description().url(),
                token(server.description()).orElseThrow(),
                Optional.of(server),
                server::closeWhenUnused);
    }

    /// The address of the server.
    public URI url() {
        return url;
    }

    /// What lets this command in.
    public String token() {
        return token;
    }

    /// Whether the server runs inside this process and ends with it.
    public boolean ownProcess() {
        return own.isPresent();
    }

    /// A client of the server's interface.
    public ApiClient client() {
        return new ApiClient(url, token);
    }

    /// Keeps serving until a signal comes, when the server is this process's own; else returns at
    /// once.
    public void serveUntilStopped() {
        own.ifPresent(LocalServer::serveUntilStopped);
    }

    /// Lets the server go. One of this process ends when no other command uses it any more.
    @Override
    public void close() {
        release.run();
    }

    private static Optional<String> token(ServerFile file) {
        return Optional.ofNullable(file.token());
    }

    private static boolean sameServer(URI one, URI other) {
        return one.getPort() == other.getPort()
                && (one.getHost().equals(other.getHost()) || "localhost".equals(other.getHost()));
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
