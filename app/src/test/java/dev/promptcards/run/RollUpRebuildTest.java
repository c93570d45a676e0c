package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Who makes roll-ups anew, and who may not.
@MicronautTest(transactional = false)
@Property(name = "promptcards.role", value = "api")
class RollUpRebuildTest implements OnTestServers {

    @Inject WorkspaceTransactions transactions;
    private RolledUpRuns rolled;

    @BeforeEach
    void in_a_workspace_of_their_own() {
        rolled = new RolledUpRuns(transactions);
    }

    @Test
    void what_was_changed_past_the_server_is_made_anew() {
        rolled.settle(rolled.seeded(0), new Random(5));
        var slug = "w-" + rolled.workspace();
        var owner = TestServers.database().ownerJdbi();
        owner.useTransaction(
                handle -> {
                    handle.execute("SELECT bind_workspace(?)", rolled.workspace().value());
                    handle.execute("UPDATE execution_rollups SET passed = passed + 1");
                    handle.execute("DELETE FROM execution_rollups WHERE grain = 'card'");
                });
        assertThat(KeptRollUps.differing(owner, rolled.workspace().value())).isNotEmpty();
        var today = LocalDate.now(ZoneOffset.UTC);
        assertThat(new RollUpRebuild(Optional.of("no-such"), null, null).run(owner))
                .isEqualTo(new RollUpRebuild.Done(0, 0));
        assertThat(
                        new RollUpRebuild(Optional.of(slug), today.minusDays(3), today.minusDays(2))
                                .run(owner))
                .isEqualTo(new RollUpRebuild.Done(1, 0));
        assertThat(rolled.count("grain = 'card'")).as("another day's").isZero();
        assertThat(new RollUpRebuild(Optional.of(slug), null, null).run(owner))
                .isEqualTo(new RollUpRebuild.Done(1, 1));
        assertThat(rolled.count("grain = 'card'")).isEqualTo(1);
        rolled.assertKeptAsRebuilt();
    }

    @Test
    void the_application_writes_them_through_the_function_alone() {
        for (var statement :
                List.of(
                        "UPDATE execution_rollups SET executions = 0 WHERE workspace_id = ?",
                        "DELETE FROM execution_rollups WHERE workspace_id = ?",
                        "SELECT rebuild_rollups(?, NULL, NULL)")) {
            assertThatThrownBy(
                            () ->
                                    rolled.in(
                                            handle ->
                                                    handle.execute(
                                                            statement, rolled.workspace().value())))
                    .as(statement)
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(
                        () ->
                                transactions.inWorkspace(
                                        TestServers.workspace(),
                                        handle ->
                                                handle.execute(
                                                        "SELECT roll_up(?, '{}')",
                                                        rolled.workspace().value())))
                .hasMessageContaining("not bound");
    }
}
