package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;

/// How the database answers the permission check, asked as the application's role, under row-level
/// security.
class PermissionPlanTest {

    @Test
    void the_check_is_one_statement_that_looks_up_by_keys_alone() {
        try (var database = TestServers.freshDatabase()) {
            PermissionRows.fill(database.ownerJdbi(), 20_000, 50, 100_000);
            var workspace = new WorkspaceId(PermissionRows.workspace(1));
            var user = new UserId(PermissionRows.user(1));
            var statements = new ArrayList<String>();

            var plan =
                    database.transactions()
                            .inWorkspace(
                                    workspace,
                                    user,
                                    handle -> {
                                        handle.setSqlLogger(
                                                new SqlLogger() {
                                                    @Override
                                                    public void logBeforeExecution(
                                                            StatementContext context) {
                                                        statements.add(context.getRenderedSql());
                                                    }
                                                });
                                        assertThat(
                                                        Standings.ofMember(handle, workspace, user)
                                                                .permissions())
                                                .isNotEmpty();
                                        return handle.createQuery(
                                                        "EXPLAIN " + statements.getFirst())
                                                .bind("workspaceId", workspace)
                                                .bind("userId", user)
                                                .mapTo(String.class)
                                                .list();
                                    });

            assertThat(statements).as("the check, and its EXPLAIN").hasSize(2);
            assertThat(String.join("\n", plan))
                    .contains("Index Scan using workspace_members_", "Index Scan using users_pkey")
                    .doesNotContain("Seq Scan on workspace_members", "Seq Scan on users");
        }
    }
}
