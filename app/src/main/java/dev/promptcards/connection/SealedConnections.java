package dev.promptcards.connection;

import dev.promptcards.secret.SealedSample;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.Optional;

/// The credentials of the connection that was changed last, of all workspaces.
@Singleton
final class SealedConnections implements SealedSample {

    private final WorkspaceTransactions transactions;
    private final ConnectionRepository repository;

    SealedConnections(WorkspaceTransactions transactions, ConnectionRepository repository) {
        this.transactions = transactions;
        this.repository = repository;
    }

    @Override
    public Optional<Sealed> newest() {
        return transactions.outsideWorkspaces(repository::newestSealed).flatMap(this::read);
    }

    private Optional<Sealed> read(ConnectionRepository.Place place) {
        var workspace = place.workspace();
        return transactions
                .inWorkspace(
                        workspace,
                        handle ->
                                Optional.ofNullable(
                                        repository.sealed(handle, workspace, place.id())))
                .map(bytes -> new Sealed(workspace, place.id().value(), bytes));
    }
}
