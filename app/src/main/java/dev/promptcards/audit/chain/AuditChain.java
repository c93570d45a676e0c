package dev.promptcards.audit.chain;

import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Finds out whether a chain is as we wrote it.
@Singleton
public class AuditChain {

    private final WorkspaceTransactions transactions;
    private final ChainReader chains;
    private final ChainKeys keys;

    AuditChain(WorkspaceTransactions transactions, ChainReader chains, ChainKeys keys) {
        this.transactions = transactions;
        this.chains = chains;
        this.keys = keys;
    }

    /// Reads the whole chain of a workspace, a piece at a time. What this holds in memory grows
    /// with the people erased, not with the events.
    ///
    /// @param noted what an earlier verification gave as the chain's end
    public Verification verify(WorkspaceId workspace, Optional<Anchor> noted) {
        return transactions.inSnapshot(
                workspace,
                handle -> {
                    var hashing = keys.hashing();
                    var examination =
                            new Examination(
                                    workspace,
                                    hashing,
                                    Amnesties.of(chains.amnesties(handle, workspace), hashing),
                                    chains.head(handle, workspace),
                                    noted);
                    chains.each(handle, workspace, examination::examine);
                    return examination.result(chains.orphan(handle, workspace).isPresent());
                });
    }
}
