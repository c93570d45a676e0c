package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.Test;

/// How the database answers the permission check, asked as the application's role, under row-level
/// security.
class PermissionPlanTest {

    @Test
    void the_check_looks_up_by_keys_alone() {
        try (var database = TestServers.freshDatabase()) {
            PermissionRows.fill(database.ownerJdbi(), 20_000, 50, 100_000);
            var workspace = new WorkspaceId(PermissionRows.workspace(1));
            var user = new UserId(PermissionRows.user(1));
            var plan =
                    database.transactions()
                            .inWorkspace(
                                    workspace,
                                    user,
                                    handle ->
                                            handle.createQuery("EXPLAIN " + Standings.OF_MEMBER)
                                                    .bind("workspaceId", workspace)
                                                    .bind("userId", user)
                                                    .mapTo(String.class)
                                                    .list());

            assertThat(String.join("\n", plan))
                    .contains("Index Scan using workspace_members_", "Index Scan using users_pkey")
                    .doesNotContain("Seq Scan on workspace_members", "Seq Scan on users");
        }
    }
}
