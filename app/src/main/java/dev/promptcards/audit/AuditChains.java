package dev.promptcards.audit;

import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Which chains there are, across workspaces.
@Singleton
public class AuditChains {

    private final WorkspaceTransactions transactions;

    AuditChains(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// The chain of the installation, and that of every workspace.
    public List<WorkspaceId> all() {
        var workspaces =
                transactions.outsideWorkspaces(
                        handle ->
                                handle.createQuery("SELECT audit_chains()")
                                        .mapTo(UUID.class)
                                        .list());
        return withInstallation(workspaces);
    }

    /// The name a workspace has in addresses; empty for the installation's chain.
    public Optional<String> slug(WorkspaceId workspace) {
        return transactions.inWorkspace(
                workspace,
                handle ->
                        handle.createQuery("SELECT slug FROM workspaces WHERE id = :workspaceId")
                                .bind("workspaceId", workspace)
                                .mapTo(String.class)
                                .findOne());
    }

    /// The chain of the installation, and those that hold personal data of `person`.
    List<WorkspaceId> about(UserId person) {
        var workspaces =
                transactions.outsideWorkspaces(
                        handle ->
                                handle.createQuery("SELECT audit_chains_about(:person)")
                                        .bind("person", person)
                                        .mapTo(UUID.class)
                                        .list());
        return withInstallation(workspaces);
    }

    private static List<WorkspaceId> withInstallation(List<UUID> workspaces) {
        return Stream.concat(
                        Stream.of(WorkspaceId.INSTALLATION),
                        workspaces.stream().map(WorkspaceId::new))
                .distinct()
                .toList();
    }
}
