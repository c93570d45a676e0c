package dev.promptcards.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.chain.Amnesties;
import dev.promptcards.audit.chain.Anchor;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/// Lets old events go. They go by the month, for the whole installation, and only the owner of the
/// tables can take a month away: this writes into every chain up to where it may be missing.
@Singleton
public class Retirement {

    private final WorkspaceTransactions transactions;
    private final AuditChains chains;
    private final Audit audit;
    private final Clock clock;

    Retirement(WorkspaceTransactions transactions, AuditChains chains, Audit audit, Clock clock) {
        this.transactions = transactions;
        this.chains = chains;
        this.audit = audit;
        this.clock = clock;
    }

    /// Events before the first of a month (UTC) may be missing from now on. Returns in how many
    /// chains there are some.
    public int retire(LocalDate before) {
        if (before.getDayOfMonth() != 1 || before.isAfter(LocalDate.now(clock))) {
            throw new Problem.Invalid(
                    "before: must be the first day of this month or an earlier one, such as"
                            + " 2026-01-01");
        }
        return chains.all().stream()
                .mapToInt(
                        workspace ->
                                transactions.inWorkspace(
                                        workspace, handle -> retire(handle, workspace, before)))
                .sum();
    }

    private int retire(Handle handle, WorkspaceId workspace, LocalDate before) {
        record Last(long seq, byte[] hash) {}
        var last =
                handle.createQuery(
                                """
                                SELECT seq, hash FROM audit_events
                                 WHERE workspace_id = :workspaceId AND created_at < :before
                                 ORDER BY created_at DESC, id DESC LIMIT 1
                                """)
                        .bind("workspaceId", workspace)
                        .bind("before", OffsetDateTime.of(before.atStartOfDay(), ZoneOffset.UTC))
                        .mapTo(Last.class)
                        .findOne();
        if (last.isEmpty()) {
            return 0;
        }
        var upTo = new Anchor(last.get().seq(), HexFormat.of().formatHex(last.get().hash()));
        audit.record(
                handle,
                workspace,
                new AuditEntry(Amnesties.RETIRE, "audit", upTo.toString(), "")
                        .after(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("before", before.toString())));
        return 1;
    }
}
