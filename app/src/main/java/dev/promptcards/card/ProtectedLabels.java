package dev.promptcards.card;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.WorkspaceLock;
import dev.promptcards.identity.role.RoleRepository;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Says which labels are protected, and how.
@Singleton
public class ProtectedLabels {

    private static final Pattern PATTERN = Pattern.compile("[a-z0-9*][a-z0-9._*-]{0,62}");
    private static final int MOST_ROLES = 100;

    private final WorkspaceTransactions transactions;
    private final ProtectedLabelRepository protections;
    private final RoleRepository roles;
    private final Audit audit;

    ProtectedLabels(
            WorkspaceTransactions transactions,
            ProtectedLabelRepository protections,
            RoleRepository roles,
            Audit audit) {
        this.transactions = transactions;
        this.protections = protections;
        this.roles = roles;
        this.audit = audit;
    }

    /// By pattern.
    public List<ProtectedLabel> list(WorkspaceId workspace) {
        return transactions.inWorkspace(workspace, handle -> protections.list(handle, workspace));
    }

    /// Protects the labels of a pattern, or protects them otherwise from now on. Where they point
    /// stays.
    public ProtectedLabel put(WorkspaceId workspace, ProtectedLabel wanted) {
        check(wanted);
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    WorkspaceLock.take(handle, workspace);
                    wanted.roles().forEach(role -> requireRole(handle, workspace, role));
                    var suite = wanted.suite().map(slug -> requireSuite(handle, workspace, slug));
                    var before = find(handle, workspace, wanted.pattern());
                    protections.put(handle, workspace, wanted, suite, Actor.current().name());
                    var after = find(handle, workspace, wanted.pattern()).orElseThrow();
                    audit.record(handle, workspace, ProtectionEntries.updated(before, after));
                    return after;
                });
    }

    /// Protects the labels of a pattern no more.
    public void remove(WorkspaceId workspace, String pattern) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    WorkspaceLock.take(handle, workspace);
                    var gone =
                            find(handle, workspace, pattern)
                                    .orElseThrow(
                                            () ->
                                                    new Problem.NotFound(
                                                            "No protection is written as this"
                                                                    + " pattern. GET lists them."));
                    protections.delete(handle, workspace, pattern);
                    audit.record(handle, workspace, ProtectionEntries.removed(gone));
                    return gone;
                });
    }

    private Optional<ProtectedLabel> find(Handle handle, WorkspaceId workspace, String pattern) {
        return protections.list(handle, workspace).stream()
                .filter(it -> it.pattern().equals(pattern))
                .findFirst();
    }

    private static void check(ProtectedLabel wanted) {
        if (!PATTERN.matcher(wanted.pattern()).matches()) {
            throw new Problem.Invalid(
                    "pattern: must be a label, 1 to 63 lower-case letters, digits, dots, hyphens or"
                            + " underscores, with * for any characters");
        }
        if (wanted.suite().isPresent() != wanted.minPassRate().isPresent()) {
            throw new Problem.Invalid("minPassRate: belongs to a suite; send both or neither");
        }
        if (wanted.minPassRate().filter(rate -> !(rate >= 0 && rate <= 1)).isPresent()) {
            throw new Problem.Invalid("minPassRate: must be 0 to 1, such as 0.95");
        }
        if (wanted.roles().size() > MOST_ROLES) {
            throw new Problem.Invalid("roles: at most " + MOST_ROLES);
        }
    }

    private void requireRole(Handle handle, WorkspaceId workspace, String role) {
        if (roles.permissions(handle, workspace, role).isEmpty()) {
            throw new Problem.Invalid(
                    "roles: there is no role `%s` in this workspace".formatted(role));
        }
    }

    private UUID requireSuite(Handle handle, WorkspaceId workspace, String slug) {
        return protections
                .suite(handle, workspace, slug)
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "suite: there is no suite `%s` in this workspace"
                                                .formatted(slug)));
    }
}
