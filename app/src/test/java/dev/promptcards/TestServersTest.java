package dev.promptcards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.Test;

class TestServersTest {

    @Test
    void the_shared_database_is_migrated_and_seen_as_the_application() {
        WorkspaceId workspace = TestServers.workspace();
        int seen =
                TestServers.database()
                        .transactions()
                        .inWorkspace(
                                workspace,
                                handle ->
                                        handle.createQuery("SELECT count(*) FROM workspaces")
                                                .mapTo(Integer.class)
                                                .one());
        assertThat(seen).isEqualTo(1);
    }

    @Test
    void a_fresh_database_knows_nothing_of_the_others() {
        WorkspaceId elsewhere = TestServers.workspace();
        try (TestDatabase fresh = TestServers.freshDatabase()) {
            int seen =
                    fresh.transactions()
                            .inWorkspace(
                                    elsewhere,
                                    handle ->
                                            handle.createQuery("SELECT count(*) FROM workspaces")
                                                    .mapTo(Integer.class)
                                                    .one());
            assertThat(seen).isZero();
        }
    }
}
