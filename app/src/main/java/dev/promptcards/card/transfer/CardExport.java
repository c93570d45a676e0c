package dev.promptcards.card.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.audit.Audit;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.io.InputStream;
import java.io.SequenceInputStream;

/// Gives the cards of a workspace as the lines an import takes. Archived cards are left out.
@Singleton
public class CardExport {

    private final WorkspaceTransactions transactions;
    private final TransferRepository transfers;
    private final Audit audit;
    private final ObjectMapper json;

    CardExport(
            WorkspaceTransactions transactions,
            TransferRepository transfers,
            Audit audit,
            ObjectMapper json) {
        this.transactions = transactions;
        this.transfers = transfers;
        this.audit = audit;
        this.json = json;
    }

    /// A stream that reads a piece at a time, each in a transaction of its own: no connection waits
    /// for a slow reader, and what is changed meanwhile may or may not be in it.
    public InputStream open(WorkspaceId workspace) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    audit.record(handle, workspace, TransferEntries.exported(workspace));
                    return workspace;
                });
        return new SequenceInputStream(
                new ExportPieces(
                        json,
                        (afterCard, afterNumber, rows) ->
                                transactions.inWorkspace(
                                        workspace,
                                        handle ->
                                                transfers.export(
                                                        handle,
                                                        workspace,
                                                        afterCard,
                                                        afterNumber,
                                                        rows))));
    }
}
