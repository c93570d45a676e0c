package dev.promptcards.identity.key;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Standing;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.identity.credential.Remembered;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Makes, lists, revokes and recognises the API keys of workspaces. A key that is revoked is
/// refused at once on this node and within [Remembered#BOUND] on every other.
@Singleton
public class ApiKeys {

    static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration USUAL = Duration.ofDays(90);

    private final WorkspaceTransactions transactions;
    private final ApiKeyRepository keys;
    private final Clock clock;
    private final Audit audit;
    private final Remembered<Known> known;

    ApiKeys(
            WorkspaceTransactions transactions,
            ApiKeyRepository keys,
            Clock clock,
            Audit audit,
            Ticker ticker) {
        this.transactions = transactions;
        this.keys = keys;
        this.clock = clock;
        this.audit = audit;
        this.known = new Remembered<>(this::look, ticker);
    }

    /// A key, and the one chance to see it whole.
    record Made(ApiKey key, Credential credential) {}

    private record Known(WorkspaceId workspace, ApiKey key) {}

    /// Makes a key for `caller`, of scopes they hold themselves.
    Made make(Caller caller, WorkspaceId workspace, ApiKeyDraft draft) {
        var maker = maker(caller);
        var name = draft.checkedName();
        var scopes = draft.checkedScopes();
        var now = clock.instant();
        var credential = Credential.mint(Credential.Kind.API_KEY, NewId.next());
        var key =
                new ApiKey(
                        credential.id(),
                        name,
                        credential.hash(),
                        scopes.stream().map(Permission::word).toArray(String[]::new),
                        maker,
                        Actor.current().name(),
                        now,
                        expiry(Optional.ofNullable(draft.expiresAt()), now),
                        Optional.empty(),
                        Optional.empty());
        transactions.inWorkspace(
                workspace,
                handle -> {
                    Authority.of(handle, workspace, caller).requireCovers(scopes, "This key");
                    keys.insert(handle, workspace, key);
                    audit.record(handle, workspace, ApiKeyEntries.created(key));
                    return key;
                });
        return new Made(key, credential);
    }

    /// The keys of a workspace, newest first, those that ended among them.
    Page<ApiKey> list(WorkspaceId workspace, PageRequest page) {
        var rows =
                transactions.inWorkspace(workspace, handle -> keys.list(handle, workspace, page));
        return Page.of(rows, page, key -> List.of(key.id().toString()));
    }

    /// One key.
    ApiKey get(WorkspaceId workspace, UUID id) {
        return transactions.inWorkspace(workspace, handle -> get(handle, workspace, id));
    }

    private ApiKey get(Handle handle, WorkspaceId workspace, UUID id) {
        return keys.find(handle, workspace, id)
                .orElseThrow(() -> new Problem.NotFound("There is no API key `" + id + "`."));
    }

    /// Ends a key; one that had ended stays as it is.
    void revoke(WorkspaceId workspace, UUID id) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    var key =
                            keys.find(handle, workspace, id)
                                    .orElseThrow(
                                            () ->
                                                    new Problem.NotFound(
                                                            "There is no API key `" + id + "`."));
                    if (keys.revoke(
                            handle, workspace, id, clock.instant(), Actor.current().name())) {
                        audit.record(handle, workspace, ApiKeyEntries.revoked(key));
                    }
                    return key;
                });
        known.forget(id);
    }

    /// The same within a transaction that is bound to the workspace; false where the key had ended.
    /// After the commit it is to be forgotten.
    public boolean revoke(Handle handle, WorkspaceId workspace, UUID id) {
        return keys.revoke(handle, workspace, id, clock.instant(), Actor.current().name());
    }

    /// Ends the keys somebody made, within a transaction that is bound to the workspace. Returns
    /// which, with what the audit log says of each. After the commit they are to be forgotten.
    public Map<UUID, AuditEntry> revokeOf(Handle handle, WorkspaceId workspace, UserId maker) {
        return keys
                .revokeOf(handle, workspace, maker, clock.instant(), Actor.current().name())
                .stream()
                .collect(Collectors.toMap(ApiKey::id, ApiKeyEntries::revoked));
    }

    /// Uses nothing any more that is remembered of these keys.
    public void forget(Collection<UUID> ids) {
        ids.forEach(known::forget);
    }

    /// Who a key that is shown stands for; empty where it is wrong, expired or revoked.
    Optional<Caller.Key> callerOf(Credential shown) {
        return known.get(shown.id(), _ -> true).flatMap(it -> caller(it, shown));
    }

    /// The same from what is remembered; empty besides where the key is not.
    Optional<Caller.Key> rememberedCaller(Credential shown) {
        return known.remembered(shown.id()).flatMap(it -> caller(it, shown));
    }

    private Optional<Caller.Key> caller(Known known, Credential shown) {
        return Optional.of(known.key())
                .filter(key -> shown.matches(key.secretHash()) && key.holdsAt(clock.instant()))
                .map(key -> key.caller(known.workspace()));
    }

    /// What a key may do now, read in a transaction that is bound to its workspace: nothing once it
    /// has ended.
    public Authority authority(Handle handle, WorkspaceId workspace, UUID id) {
        return keys.find(handle, workspace, id)
                .filter(it -> it.holdsAt(clock.instant()))
                .map(it -> Authority.of(handle, workspace, it.caller(workspace)))
                .orElseGet(() -> new Authority(Standing.NONE));
    }

    private Optional<Known> look(UUID id) {
        return transactions
                .outsideWorkspaces(handle -> keys.workspaceOf(handle, id))
                .flatMap(
                        workspace ->
                                transactions
                                        .inWorkspace(
                                                workspace,
                                                handle -> keys.find(handle, workspace, id))
                                        .map(key -> new Known(workspace, key)));
    }

    private static Optional<UserId> maker(Caller caller) {
        return switch (caller) {
            case Caller.Local() -> Optional.empty();
            case Caller.Person(var user, _) -> Optional.of(user);
            // Else a key that leaked for an hour could live on in others.
            case Caller.Key _ ->
                    throw new Problem.Forbidden(
                            "An API key makes no API keys. Sign in to make one.");
        };
    }

    private static Instant expiry(Optional<Instant> wanted, Instant now) {
        var expiry = wanted.orElseGet(() -> now.plus(USUAL));
        if (!expiry.isAfter(now) || expiry.isAfter(now.plus(LONGEST))) {
            throw new Problem.Invalid("expiresAt: must lie ahead, by a year at most");
        }
        return expiry;
    }
}
