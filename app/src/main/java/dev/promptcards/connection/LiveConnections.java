package dev.promptcards.connection;

import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Connections as calls find them, with their keys open: read again when they are older than two
/// seconds, and at once where this process changed them.
@Singleton
class LiveConnections {

    /// How long a change made by another process may go unseen.
    static final Duration STALENESS = Duration.ofSeconds(2);

    private static final int MANY = 1_000;

    /// Which connection is meant.
    sealed interface Which {
        record Named(String slug) implements Which {}

        record DefaultOf(String kind) implements Which {}
    }

    /// A connection in use and what opens its doors.
    record Live(Connection connection, Credentials credentials) {

        boolean isAs(Live other) {
            return connection.id().equals(other.connection.id())
                    && connection.revision() == other.connection.revision();
        }
    }

    private record Key(WorkspaceId workspace, Which which) {}

    private record Seen(Instant at, Optional<Live> live) {}

    private final WorkspaceTransactions transactions;
    private final ConnectionRepository repository;
    private final Sealing sealing;
    private final Clock clock;
    private final Map<Key, Seen> seen = new ConcurrentHashMap<>();

    LiveConnections(
            WorkspaceTransactions transactions,
            ConnectionRepository repository,
            Sealing sealing,
            Clock clock) {
        this.transactions = transactions;
        this.repository = repository;
        this.sealing = sealing;
        this.clock = clock;
    }

    /// The connection as it stands; empty where none is in use.
    Optional<Live> find(WorkspaceId workspace, Which which) {
        var now = clock.instant();
        if (seen.size() > MANY) {
            seen.clear();
        }
        return seen.compute(
                        new Key(workspace, which),
                        (_, known) ->
                                known != null && known.at().plus(STALENESS).isAfter(now)
                                        ? known
                                        : new Seen(now, read(workspace, which)))
                .live();
    }

    /// The same in a transaction that is under way, and straight from the database.
    Optional<Live> find(Handle handle, WorkspaceId workspace, Which which) {
        var found =
                switch (which) {
                    case Which.Named(String slug) -> repository.find(handle, workspace, slug);
                    case Which.DefaultOf(String kind) ->
                            repository.defaultOf(handle, workspace, kind);
                };
        return found.filter(it -> it.archivedAt().isEmpty())
                .map(
                        it ->
                                new Live(
                                        it,
                                        sealing.open(
                                                workspace,
                                                it.id(),
                                                repository.sealed(handle, workspace, it.id()))));
    }

    void forget(WorkspaceId workspace) {
        seen.keySet().removeIf(key -> key.workspace().equals(workspace));
    }

    private Optional<Live> read(WorkspaceId workspace, Which which) {
        return transactions.inWorkspace(workspace, handle -> find(handle, workspace, which));
    }
}
