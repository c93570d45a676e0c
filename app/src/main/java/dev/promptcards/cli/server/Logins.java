package dev.promptcards.cli.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import dev.promptcards.embedded.DirectoryLock;
import dev.promptcards.embedded.PrivateFiles;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The sign-ins kept on this machine, one a server, in `credentials.json` of the data directory
/// (mode 600). Commands that change it do so one after the other.
public final class Logins {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();
    private static final TypeReference<TreeMap<String, Login>> FORM = new TypeReference<>() {};
    private static final Duration WAIT_LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Path file;
    private final Path lock;

    public Logins(DataDirectory data) {
        this.file = data.path().resolve("credentials.json");
        this.lock = data.path().resolve("credentials.lock");
    }

    /// The servers somebody is signed in at.
    public Set<String> servers() {
        return read().keySet();
    }

    /// The sign-in at a server.
    public Optional<Login> at(URI server) {
        return Optional.ofNullable(read().get(name(server)));
    }

    /// Keeps a sign-in, in place of the one there was.
    public void keep(URI server, Login login) {
        change(server, _ -> Optional.of(login));
    }

    /// Forgets the sign-in at a server, and returns it.
    public Optional<Login> forget(URI server) {
        var before = new AtomicReference<Optional<Login>>(Optional.empty());
        change(
                server,
                login -> {
                    before.set(login);
                    return Optional.empty();
                });
        return before.get();
    }

    /// Changes the sign-in at a server while no other command does, and returns what it is then.
    Optional<Login> change(URI server, Function<Optional<Login>, Optional<Login>> change) {
        try (DirectoryLock held = lock()) {
            Map<String, Login> logins = read();
            Optional<Login> before = Optional.ofNullable(logins.get(name(server)));
            Optional<Login> after = change.apply(before);
            if (!after.equals(before)) {
                after.ifPresentOrElse(
                        login -> logins.put(name(server), login),
                        () -> logins.remove(name(server)));
                write(logins);
            }
            return after;
        }
    }

    /// A server by one spelling: `http://127.0.0.1:8080`.
    static String name(URI server) {
        String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(server.getHost()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? HTTPS : HTTP;
        return "%s://%s:%d"
                .formatted(
                        scheme,
                        host.equals("localhost") ? "127.0.0.1" : host,
                        server.getPort() < 0 ? usual : server.getPort());
    }

    private Map<String, Login> read() {
        try {
            return JSON.readValue(Files.readAllBytes(file), FORM);
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        } catch (JacksonException e) {
            // Its own message would quote the file.
            throw new CommandFailure(
                    "%s is not what `promptcards login` writes. Delete it and sign in again."
                            .formatted(file));
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private void write(Map<String, Login> logins) {
        try {
            PrivateFiles.write(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(logins) + "\n");
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    private DirectoryLock lock() {
        long end = System.nanoTime() + WAIT_LIMIT.toNanos();
        try {
            while (System.nanoTime() < end) {
                Optional<DirectoryLock> taken = DirectoryLock.tryAcquire(lock);
                if (taken.isPresent()) {
                    return taken.get();
                }
                Thread.sleep(POLL);
            }
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be used: %s".formatted(lock, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
        throw new CommandFailure("Another command holds %s for too long.".formatted(lock));
    }
}
