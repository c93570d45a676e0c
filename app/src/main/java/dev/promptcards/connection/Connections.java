package dev.promptcards.connection;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists, writes and archives the connections of a workspace.
@Singleton
public class Connections {

    private final WorkspaceTransactions transactions;
    private final ConnectionRepository repository;
    private final ConnectionRules rules;
    private final Sealing sealing;
    private final LiveConnections live;
    private final Audit audit;

    Connections(
            WorkspaceTransactions transactions,
            ConnectionRepository repository,
            ConnectionRules rules,
            Sealing sealing,
            LiveConnections live,
            Audit audit) {
        this.transactions = transactions;
        this.repository = repository;
        this.rules = rules;
        this.sealing = sealing;
        this.live = live;
        this.audit = audit;
    }

    /// A connection as it was written, and whether it is new.
    public record Saved(Connection connection, boolean created) {}

    /// Those in use, by slug.
    public Page<Connection> list(WorkspaceId workspace, PageRequest page) {
        var after = page.after().map(cursor -> cursor.key().getFirst()).orElse("");
        var rows =
                transactions.inWorkspace(
                        workspace,
                        handle -> repository.page(handle, workspace, after, page.rowsToRead()));
        return Page.of(rows, page, connection -> List.of(connection.slug()));
    }

    public Connection get(WorkspaceId workspace, String slug) {
        return transactions.inWorkspace(workspace, handle -> inUse(handle, workspace, slug));
    }

    /// Makes the connection of that slug be as the draft says, but for a key or headers the draft
    /// leaves out.
    public Saved save(
            WorkspaceId workspace, String slug, ConnectionDraft draft, Optional<String> ifMatch) {
        ConnectionRules.slug(slug);
        if (draft.kind() == null) {
            throw new Problem.Invalid("kind: missing; name the vendor, such as openai");
        }
        var fields = ConnectionFields.blank(draft.kind()).with(draft, rules);
        return changed(
                workspace,
                handle -> {
                    var stored = repository.find(handle, workspace, slug);
                    var used = stored.filter(it -> it.archivedAt().isEmpty());
                    if (used.isEmpty() && ifMatch.isPresent()) {
                        throw new Problem.Stale(
                                "If-Match is sent, but there is no such connection.");
                    }
                    used.ifPresent(it -> it.entityTag().requireMatch(ifMatch));
                    var id =
                            stored.map(Connection::id)
                                    .orElseGet(() -> inserted(handle, workspace, slug, fields));
                    var lost = write(handle, workspace, id, used, fields, draft);
                    var now = inUse(handle, workspace, slug);
                    record(handle, workspace, lost, written(used, now, draft));
                    return new Saved(now, used.isEmpty());
                });
    }

    /// Changes what the draft says, and nothing else.
    public Connection change(
            WorkspaceId workspace, String slug, ConnectionDraft draft, Optional<String> ifMatch) {
        return changed(
                workspace,
                handle -> {
                    var stored = inUse(handle, workspace, slug);
                    stored.entityTag().requireMatch(ifMatch);
                    var fields = ConnectionFields.of(stored).with(draft, rules);
                    var used = Optional.of(stored);
                    var lost = write(handle, workspace, stored.id(), used, fields, draft);
                    var now = inUse(handle, workspace, slug);
                    record(handle, workspace, lost, written(used, now, draft));
                    return now;
                });
    }

    /// Archives a connection and forgets its key. Runs that name it end their items as errors.
    public void archive(WorkspaceId workspace, String slug, Optional<String> ifMatch) {
        changed(
                workspace,
                handle -> {
                    var stored = inUse(handle, workspace, slug);
                    stored.entityTag().requireMatch(ifMatch);
                    repository.archive(handle, workspace, stored.id(), Actor.current().name());
                    audit.record(handle, workspace, ConnectionEntries.archived(stored));
                    return stored;
                });
    }

    private <T> T changed(WorkspaceId workspace, java.util.function.Function<Handle, T> change) {
        T result =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            repository.queueUp(handle, workspace);
                            return change.apply(handle);
                        });
        live.forget(workspace);
        return result;
    }

    private ConnectionId inserted(
            Handle handle, WorkspaceId workspace, String slug, ConnectionFields fields) {
        var id = new ConnectionId(NewId.next());
        repository.insert(handle, workspace, id, slug, fields.kind());
        return id;
    }

    private static AuditEntry written(
            Optional<Connection> was, Connection now, ConnectionDraft draft) {
        return was.map(it -> ConnectionEntries.updated(it, now, draft))
                .orElseGet(() -> ConnectionEntries.created(now, draft));
    }

    private void record(
            Handle handle, WorkspaceId workspace, Optional<Connection> lost, AuditEntry written) {
        var losing = lost.map(ConnectionEntries::defaultLost).stream();
        audit.record(handle, workspace, Stream.concat(losing, Stream.of(written)).toList());
    }

    /// Returns the connection that is the default no more.
    private Optional<Connection> write(
            Handle handle,
            WorkspaceId workspace,
            ConnectionId id,
            Optional<Connection> stored,
            ConnectionFields fields,
            ConnectionDraft draft) {
        var credentials = credentials(handle, workspace, stored, fields, draft);
        var by = Actor.current().name();
        var lost =
                fields.isDefault()
                        ? repository
                                .defaultOf(handle, workspace, fields.kind())
                                .filter(it -> !it.id().equals(id))
                        : Optional.<Connection>empty();
        if (lost.isPresent()) {
            repository.clearDefault(handle, workspace, fields.kind(), id, by);
        }
        var sealed = sealing.seal(workspace, id, credentials);
        repository.write(handle, workspace, id, fields, credentials, sealed, by);
        return lost;
    }

    /// What is stored goes nowhere it has not gone before: else who may write a connection and not
    /// read its key could have it sent to himself.
    private Credentials credentials(
            Handle handle,
            WorkspaceId workspace,
            Optional<Connection> stored,
            ConnectionFields fields,
            ConnectionDraft draft) {
        boolean keepsKey = draft.key() == null && stored.filter(Connection::keySet).isPresent();
        boolean keepsHeaders =
                draft.headers() == null
                        && stored.filter(it -> !it.headerList().isEmpty()).isPresent();
        if ((keepsKey || keepsHeaders) && !fields.leadsWhere(stored.orElseThrow())) {
            throw new Problem.Invalid(
                    "%s: kind or base URL differ from those it was given for. Send it again, or"
                                    .formatted(keepsKey ? "key" : "headers")
                            + (keepsKey ? " \"\" for none." : " {} for none."));
        }
        var kept =
                keepsKey || keepsHeaders
                        ? sealing.open(
                                workspace,
                                stored.orElseThrow().id(),
                                repository.sealed(handle, workspace, stored.orElseThrow().id()))
                        : Credentials.NONE;
        return new Credentials(
                draft.key() == null ? kept.key() : rules.key(draft.key()),
                draft.headers() == null ? kept.headers() : rules.headers(draft.headers()));
    }

    private Connection inUse(Handle handle, WorkspaceId workspace, String slug) {
        return repository
                .find(handle, workspace, slug)
                .filter(it -> it.archivedAt().isEmpty())
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        "There is no connection `%s` in this workspace."
                                                .formatted(slug)));
    }
}
