package dev.promptcards.card.serving;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.card.Labels;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.util.HashMap;
import java.util.Optional;

/// One of several nodes on a database, each with a way to Redis of its own.
final class ServingNode implements AutoCloseable {

    private final ApplicationContext context;

    private ServingNode(ApplicationContext context) {
        this.context = context;
    }

    /// One that hears what others change, and repeats deletes that were lost.
    static ServingNode listening(TestDatabase database, String redis, Ticker ticker) {
        var node = node(database, redis, "50ms", ticker);
        node.context.getBean(EmbeddedServer.class).start();
        return node;
    }

    /// One that is told nothing: the bound alone makes it forget. It waits for Redis as long as a
    /// busy machine may need, so that nothing is lost but what a test takes away.
    static ServingNode deaf(TestDatabase database, String redis, Ticker ticker) {
        return node(database, redis, "10s", ticker);
    }

    private static ServingNode node(
            TestDatabase database, String redis, String patience, Ticker ticker) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("database.url", database.application().reveal());
        properties.put("redis.url", redis);
        properties.put("redis.patience", patience);
        properties.put("micronaut.server.port", "-1");
        return new ServingNode(
                ApplicationContext.builder().properties(properties).singletons(ticker).start());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// The version `production` points at, read as the endpoint reads it.
    int production(WorkspaceId workspace, String card) {
        var served = bean(ServedCards.class);
        return served.remembered(workspace, card, "production")
                .orElseGet(() -> served.get(workspace, card, "production"))
                .version()
                .number();
    }

    void move(WorkspaceId workspace, String card, int version) {
        bean(Labels.class).move(workspace, card, "production", version, Optional.empty());
    }

    @Override
    public void close() {
        context.close();
    }
}
