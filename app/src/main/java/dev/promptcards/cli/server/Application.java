package dev.promptcards.cli.server;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;

import java.net.BindException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

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
            DataDirectory data, ServerSettings settings, BackingServers servers, String token) {
        Map<String, Object> properties = new HashMap<>();
        // Until there is sign-in, who is on this machine may ask and nobody else.
        properties.put("micronaut.server.host", "127.0.0.1");
        properties.put("database.url", servers.databaseUrl());
        servers.databaseOwnerUrl().ifPresent(url -> properties.put("database.owner-url", url));
        servers.redisUrl().ifPresent(redis -> properties.put("redis.url", redis));
        properties.put("promptcards.data", data.path().toString());
        properties.put("promptcards.embedded", settings.embedsDatabase());
        properties.put("promptcards.role", settings.role().toString());
        properties.put("promptcards.token", token);
        return properties;
    }

    /// Starts to listen, and returns the address.
    URI start(int port, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("micronaut.server.port", port);
        context.getEnvironment()
                .addPropertySource(PropertySource.of("promptcards", all, Integer.MAX_VALUE));
        try {
            context.start();
            context.getBean(EmbeddedServer.class).start();
            return URI.create("http://127.0.0.1:" + port);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw Ports.taken(port);
                }
            }
            throw e;
        }
    }

    /// Stops listening, lets the workers finish what they have begun, and ends the beans.
    @Override
    public void close() {
        context.close();
    }
}
