package dev.promptcards.cli.server;

import dev.promptcards.http.PublicAddress;
import dev.promptcards.identity.entry.SetUp;
import dev.promptcards.identity.sso.SingleSignOnProperties;
import dev.promptcards.problem.Problem;
import dev.promptcards.secret.MasterKeyCheck;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;

import java.net.BindException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The platform's beans and its HTTP server.
final class Application implements AutoCloseable {

    private final ApplicationContext context;

    private Application(ApplicationContext context) {
        this.context = context;
    }

    /// Does what can be done before the databases are known.
    static Application prepared() {
        return new Application(
                ApplicationContext.builder().deduceEnvironment(false).banner(false).build());
    }

    /// What the beans are told, whatever the environment says.
    static Map<String, Object> properties(
            DataDirectory data,
            ServerSettings settings,
            BackingServers servers,
            Optional<String> token) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.host", settings.host());
        settings.publicUrl().ifPresent(url -> properties.put("promptcards.url", url.toString()));
        properties.putAll(SingleSignOnProperties.of(settings.singleSignOn(), settings.isSecure()));
        properties.put("database.url", servers.databaseUrl());
        servers.databaseOwnerUrl().ifPresent(url -> properties.put("database.owner-url", url));
        servers.databaseMonitorUrl().ifPresent(url -> properties.put("database.monitor-url", url));
        servers.redisUrl().ifPresent(redis -> properties.put("redis.url", redis));
        properties.put("promptcards.data", data.path().toString());
        properties.put("promptcards.embedded", settings.embedsDatabase());
        properties.put("promptcards.role", settings.role().toString());
        token.ifPresent(it -> properties.put("promptcards.token", it));
        return properties;
    }

    /// Starts to listen, and returns the address commands on this machine reach it at.
    ///
    /// @throws Problem when a setting is wrong, or the master key another than the database's
    URI start(String host, int port, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("micronaut.server.port", port);
        context.getEnvironment()
                .addPropertySource(PropertySource.of("promptcards", all, Integer.MAX_VALUE));
        try {
            context.start();
            context.getBean(MasterKeyCheck.class).require();
            context.getBean(EmbeddedServer.class).start();
            return URI.create("http://%s:%d".formatted(reachable(host), port));
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw Ports.taken(host, port);
                }
                if (cause instanceof Problem problem) {
                    throw problem;
                }
            }
            throw e;
        }
    }

    /// The link that makes the first person, a new one each time; empty where there is somebody.
    Optional<URI> setUpLink() {
        return context.getBean(SetUp.class)
                .newToken()
                .map(token -> context.getBean(PublicAddress.class).link("/set-up/" + token));
    }

    /// An address that means all of this machine's is reached at its own.
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "::", "[::]" -> ServerSettings.LOOPBACK;
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    /// Stops listening, lets the workers finish what they have begun, and ends the beans.
    @Override
    public void close() {
        context.close();
    }
}
