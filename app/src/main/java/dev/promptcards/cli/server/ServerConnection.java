package dev.promptcards.cli.server;

import dev.promptcards.embedded.DirectoryLock;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A server to talk to: the one of a given address, the one that runs on the data directory, or one
/// started inside this process.
public final class ServerConnection implements AutoCloseable {

    private static final Duration WAIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final URI url;
    private final Access access;
    private final Optional<LocalServer> own;
    private final Runnable release;

    private ServerConnection(URI url, Access access, Optional<LocalServer> own, Runnable release) {
        this.url = url;
        this.access = access;
        this.own = own;
        this.release = release;
    }

    /// Connects to the server at `url`. What lets in is the token in `server.json` when that is the
    /// same server, else `PROMPTCARDS_TOKEN`, else the sign-in kept for that server.
    public static ServerConnection to(
            URI url, DataDirectory data, Map<String, String> environment) {
        Access access =
                ServerFile.read(data.serverFile())
                        .filter(file -> sameServer(file.url(), url))
                        .flatMap(ServerConnection::token)
                        .map(token -> Access.shown(token, ""))
                        .or(() -> ofEnvironment(url, environment))
                        .or(() -> stored(url, data))
                        .orElseGet(() -> Access.shown("", signIn(url)));
        return new ServerConnection(url, access, Optional.empty(), () -> {});
    }

    private static Optional<Access> ofEnvironment(URI url, Map<String, String> environment) {
        return Optional.ofNullable(environment.get("PROMPTCARDS_TOKEN"))
                .filter(token -> !token.isBlank())
                .map(
                        token ->
                                Access.shown(
                                        token,
                                        "%s refuses what PROMPTCARDS_TOKEN holds.".formatted(url)));
    }

    private static Optional<Access> stored(URI url, DataDirectory data) {
        Logins logins = new Logins(data);
        return logins.at(url).map(login -> new StoredLogin(url, logins, login, Clock.systemUTC()));
    }

    private static String signIn(URI url) {
        return "From here: `promptcards login --server %s`, or PROMPTCARDS_API_KEY.".formatted(url);
    }

    /// The same connection, let in by something else.
    public ServerConnection showing(Access other) {
        return new ServerConnection(url, other, own, release);
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
                        local(found.get(), data),
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
                local(server.description(), data),
                Optional.of(server),
                server::closeWhenUnused);
    }

    /// The address of the server.
    public URI url() {
        return url;
    }

    /// What lets this command in.
    public Access access() {
        return access;
    }

    /// Whether the server runs inside this process and ends with it.
    public boolean ownProcess() {
        return own.isPresent();
    }

    /// A client of the server's interface.
    public ApiClient client() {
        return new ApiClient(url, access);
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

    /// A server that works on somebody's database has no token, and asks for a sign-in or a key.
    private static Access local(ServerFile file, DataDirectory data) {
        return token(file)
                .map(token -> Access.shown(token, ""))
                .or(() -> stored(file.url(), data))
                .orElseGet(() -> Access.shown("", signIn(file.url())));
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
