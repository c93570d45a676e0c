package dev.promptcards.cli.server;

import dev.promptcards.embedded.DirectoryLock;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The server of a data directory, inside this process.
public final class LocalServer implements AutoCloseable {

    private static final int TOKEN_BYTES = 32;
    private static final int LOCK_ATTEMPTS = 10;
    private static final Duration POLL = Duration.ofMillis(50);

    private final DataDirectory data;
    private final Application application;
    private final ServerFile description;
    private final Shutdown shutdown;

    private LocalServer(
            DataDirectory data,
            Application application,
            ServerFile description,
            Shutdown shutdown) {
        this.data = data;
        this.application = application;
        this.description = description;
        this.shutdown = shutdown;
    }

    /// Starts the server of `data` and returns when it answers. From then on commands find it, and
    /// a signal stops it cleanly.
    ///
    /// @throws CommandFailure or a [dev.promptcards.problem.Problem] when another process serves
    ///     the directory, or this one cannot; then nothing of it is left running
    public static LocalServer start(DataDirectory data, ServerSettings settings) {
        Optional<DirectoryLock> lock = data.tryToServe();
        // A command that looks whether a server runs holds the lock for a moment.
        for (int attempt = 0; attempt < LOCK_ATTEMPTS && lock.isEmpty() && pause(); attempt++) {
            lock = data.tryToServe();
        }
        return start(data, lock.orElseThrow(() -> alreadyServed(data)), settings);
    }

    /// As above, with the right to serve the directory already taken; it goes with the server.
    static LocalServer start(DataDirectory data, DirectoryLock lock, ServerSettings settings) {
        Shutdown shutdown = new Shutdown();
        shutdown.add(lock::close);
        try {
            // Of a process that was killed: nobody is to look for it any more.
            delete(data.serverFile());
            LocalServer server = started(data, settings, shutdown);
            server.description.write(data.serverFile());
            shutdown.add(() -> delete(data.serverFile()));
            return server;
        } catch (RuntimeException e) {
            shutdown.run();
            throw e;
        } finally {
            shutdown.startIsOver();
        }
    }

    private static LocalServer started(
            DataDirectory data, ServerSettings settings, Shutdown shutdown) {
        int port = Ports.choose(settings);
        var preparing = CompletableFuture.supplyAsync(Application::prepared);
        BackingServers servers = BackingServers.start(data, settings);
        shutdown.add(servers::close);
        Application application = joined(preparing);
        shutdown.add(application::close);
        Optional<String> token =
                settings.letsCommandsIn() ? Optional.of(newToken()) : Optional.empty();
        URI url =
                application.start(
                        settings.host(),
                        port,
                        Application.properties(data, settings, servers, token));
        ServerFile description =
                new ServerFile(
                        url,
                        ProcessHandle.current().pid(),
                        Version.current(),
                        settings.role().toString(),
                        servers.databaseOwnerUrl().orElse(null),
                        servers.databaseUrl(),
                        servers.redisUrl().orElse(null),
                        token.orElse(null));
        return new LocalServer(data, application, description, shutdown);
    }

    /// The link that makes the first person; empty where there is somebody.
    public Optional<URI> setUpLink() {
        return application.setUpLink();
    }

    /// Where it is, and how to be let in.
    public ServerFile description() {
        return description;
    }

    /// From now on a signal is how it is stopped, and the process then ends with code 0.
    public void stopOnSignal() {
        shutdown.signalIsTheWayToStop();
    }

    /// Serves until a signal comes; does not return.
    public void serveUntilStopped() {
        stopOnSignal();
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops the server as soon as no other command uses it. None finds it from now on.
    void closeWhenUnused() {
        delete(data.serverFile());
        Optional<DirectoryLock> alone = data.tryToRefuseUsers();
        while (alone.isEmpty() && pause()) {
            alone = data.tryToRefuseUsers();
        }
        close();
        alone.ifPresent(DirectoryLock::close);
    }

    /// Stops the server: no new requests, workers drained, then Redis and PostgreSQL.
    @Override
    public void close() {
        shutdown.run();
    }

    private static CommandFailure alreadyServed(DataDirectory data) {
        String who =
                ServerFile.read(data.serverFile())
                        .map(it -> "A server (process %d, %s)".formatted(it.pid(), it.url()))
                        .orElse("Another process");
        return new CommandFailure(
                ("%s already serves %s. Stop it with `promptcards stop`, or name another data"
                                + " directory with --data.")
                        .formatted(who, data.path()));
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Application joined(CompletableFuture<Application> preparing) {
        try {
            return preparing.join();
        } catch (CompletionException e) {
            throw new CommandFailure("The application cannot start: " + e.getCause(), e);
        }
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void delete(Path serverFile) {
        try {
            Files.deleteIfExists(serverFile);
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be deleted: %s".formatted(serverFile, e), e);
        }
    }
}
