package dev.promptcards.identity;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// One of several servers on a database, with passwords that cost little.
public final class Node implements AutoCloseable {

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Node(ApplicationContext context) {
        this.context = context;
        this.server = context.getBean(EmbeddedServer.class).start();
    }

    /// @param ticker what the age of remembered answers is measured by
    /// @param more properties beside those all tests have
    public static Node on(
            TestDatabase database, String redisUrl, Ticker ticker, Map<String, Object> more) {
        return new Node(
                ApplicationContext.builder()
                        .properties(properties(database, redisUrl, more))
                        .singletons(ticker)
                        .start());
    }

    public static Node on(TestDatabase database) {
        return on(database, TestServers.redisUrl(), Ticker.systemTicker(), Map.of());
    }

    private static Map<String, Object> properties(
            TestDatabase database, String redisUrl, Map<String, Object> more) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("database.url", database.application().reveal());
        properties.put("redis.url", redisUrl);
        // A test machine may be busy.
        properties.put("redis.patience", "10s");
        properties.put("micronaut.server.port", "-1");
        properties.put("promptcards.password.memory-kib", "64");
        properties.put("promptcards.password.passes", "1");
        properties.putAll(more);
        return properties;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public URI url() {
        return server.getURI();
    }

    /// A client that shows no credential.
    public Browser browser() {
        return new Browser(url());
    }

    /// A command on the server's machine.
    public Api local() {
        return new Api(url());
    }

    /// Somebody who can sign in.
    public UserId person(String email, String password) {
        var passwords = bean(Passwords.class);
        var hashed = passwords.hash("password", password);
        return bean(WorkspaceTransactions.class)
                .outsideWorkspaces(
                        handle -> {
                            var id = bean(People.class).create(handle, email, "Somebody", false);
                            passwords.store(handle, id, hashed);
                            return id;
                        });
    }

    @Override
    public void close() {
        context.close();
    }
}
