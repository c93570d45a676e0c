package dev.promptcards.card.transfer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.card.CardEntries;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.List;
import java.util.Objects;

/// What the audit log says of imports and exports.
final class TransferEntries {

    private TransferEntries() {}

    /// An entry for each card that a batch made or gave versions.
    static List<AuditEntry> changed(ImportPlan plan) {
        return plan.changed().stream().map(target -> changed(plan, target)).toList();
    }

    private static AuditEntry changed(ImportPlan plan, ImportPlan.Target target) {
        int before = target.firstAddedNumber() - 1;
        int now = before + target.added().size();
        return before == 0
                ? CardEntries.created(
                        target.id(),
                        target.slug(),
                        Objects.requireNonNull(plan.created().get(target.slug())).fields(),
                        now)
                : CardEntries.version(
                        target.id(),
                        target.slug(),
                        before,
                        now,
                        target.added().getLast().key().bytes());
    }

    /// A whole import, once its cards are in; nothing where it brought nothing.
    static List<AuditEntry> imported(WorkspaceId workspace, ImportResult result) {
        if (result.cardsCreated() + result.versionsAdded() == 0) {
            return List.of();
        }
        return List.of(
                of("card.import", workspace)
                        .after(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("lines", result.lines())
                                        .put("cardsCreated", result.cardsCreated())
                                        .put("versionsAdded", result.versionsAdded())
                                        .put("failed", result.failed())));
    }

    /// All cards are being given away.
    static AuditEntry exported(WorkspaceId workspace) {
        return of("card.export", workspace);
    }

    private static AuditEntry of(String action, WorkspaceId workspace) {
        return new AuditEntry(action, "workspace", workspace.toString(), "");
    }
}
