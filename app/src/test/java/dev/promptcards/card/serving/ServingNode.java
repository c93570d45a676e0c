package dev.promptcards.card.serving;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.cache.RedisLink;
import dev.promptcards.card.CardPatch;
import dev.promptcards.card.Cards;
import dev.promptcards.card.Labels;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.identity.member.Members;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/// One of several nodes on a database, each with a way to Redis of its own.
final class ServingNode implements AutoCloseable {

    private static final String LABEL = "production";

    private final ApplicationContext context;
    private final ServedCards served;
    private final Permissions permissions;

    private ServingNode(ApplicationContext context) {
        this.context = context;
        this.served = context.getBean(ServedCards.class);
        this.permissions = context.getBean(Permissions.class);
    }

    /// One that hears what others change, and repeats deletes that were lost.
    static ServingNode listening(TestDatabase database, String redis, Ticker ticker) {
        var node = node(database, redis, RedisLink.PATIENCE, ticker);
        node.context.getBean(EmbeddedServer.class).start();
        return node;
    }

    /// One that is told nothing: the bound alone makes it forget. It waits for Redis as long as a
    /// busy machine may need, so that nothing is lost but what a test takes away.
    static ServingNode deaf(TestDatabase database, String redis, Ticker ticker) {
        return node(database, redis, Duration.ofSeconds(10), ticker);
    }

    /// The same, and it waits for Redis no longer than others do.
    static ServingNode deafAndHasty(TestDatabase database, String redis, Ticker ticker) {
        return node(database, redis, RedisLink.PATIENCE, ticker);
    }

    private static ServingNode node(
            TestDatabase database, String redis, Duration patience, Ticker ticker) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("database.url", database.application().reveal());
        properties.put("redis.url", redis);
        properties.put("redis.patience", patience.toMillis() + "ms");
        properties.put("micronaut.server.port", "-1");
        return new ServingNode(
                ApplicationContext.builder().properties(properties).singletons(ticker).start());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// The version `production` points at, read as the endpoint reads it.
    int production(WorkspaceId workspace, String card) {
        return served.remembered(workspace, card, LABEL)
                .orElseGet(() -> served.get(workspace, card, LABEL))
                .version()
                .number();
    }

    void move(WorkspaceId workspace, String card, int version) {
        bean(Labels.class).move(workspace, card, LABEL, version, Optional.empty());
    }

    void remove(WorkspaceId workspace, String card) {
        bean(Labels.class).remove(workspace, card, LABEL, Optional.empty());
    }

    /// Archives a card, or brings it back.
    void archive(WorkspaceId workspace, String card, boolean archived) {
        bean(Cards.class)
                .change(
                        workspace,
                        card,
                        new CardPatch(null, null, null, null, archived),
                        Optional.empty());
    }

    boolean mayRead(WorkspaceId workspace, Caller caller) {
        return permissions.of(caller, workspace).contains(Permission.CARD_READ);
    }

    void letGo(WorkspaceId workspace, UserId user) {
        bean(Members.class).remove(workspace, new Caller.Local(), user);
    }

    /// Lets somebody in, as an invitation that is accepted does.
    void letIn(WorkspaceId workspace, UserId user) {
        bean(WorkspaceTransactions.class)
                .inWorkspace(
                        workspace,
                        handle ->
                                bean(MemberRepository.class)
                                        .insert(handle, workspace, user, "viewer", "test"));
        permissions.forget(workspace, user);
    }

    @Override
    public void close() {
        context.close();
    }
}
