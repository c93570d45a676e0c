package dev.promptcards.cache;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.CacheMeters.Event;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;

import org.jdbi.v3.core.Handle;

import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/// A server's cache on a real Redis and a database of its own, and one key of it.
final class SharedCache implements AutoCloseable {

    private final TestDatabase database = TestServers.freshDatabase();
    private final RedisClient client = RedisClient.create(TestServers.redisUrl());
    private final RedisCommands<String, String> redis = client.connect().sync();
    private final ApplicationContext node = node(TestServers.redisUrl());
    private final SharedValues values = node.getBean(SharedValues.class);
    private WorkspaceId workspace = database.workspace();
    private Key key = new Key(Family.LABEL, workspace, "one");

    /// What is remembered in these tests.
    public record Figure(int number) {}

    /// Of a new workspace.
    Key newKey() {
        workspace = database.workspace();
        key = new Key(Family.LABEL, workspace, "one");
        return key;
    }

    TestDatabase database() {
        return database;
    }

    WorkspaceId workspace() {
        return workspace;
    }

    RedisCommands<String, String> redis() {
        return redis;
    }

    ApplicationContext node() {
        return node;
    }

    @Override
    public void close() {
        node.close();
        client.shutdown();
        database.close();
    }

    void record(ApplicationContext at, Handle handle) {
        at.getBean(Outbox.class)
                .record(handle, workspace, List.of(new Change(UUID.randomUUID(), 2, List.of(key))));
    }

    int get(int number) {
        return values.get(key, Figure.class, _ -> true, _ -> true, () -> new Figure(number))
                .value()
                .number();
    }

    double count(Event event) {
        return node.getBean(CacheMeters.class).counter(Family.LABEL, event).count();
    }

    int rows() {
        return database.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM cache_deletes WHERE"
                                                        + " workspace_id = :id")
                                        .bind("id", workspace)
                                        .mapTo(Integer.class)
                                        .one());
    }

    static WorkspaceTransactions transactions(ApplicationContext at) {
        return at.getBean(WorkspaceTransactions.class);
    }

    ApplicationContext node(String url) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("database.url", database.application().reveal());
        properties.put("redis.url", url);
        // A test machine may be busy.
        properties.put("redis.patience", "10s");
        return ApplicationContext.builder().properties(properties).start();
    }
}
