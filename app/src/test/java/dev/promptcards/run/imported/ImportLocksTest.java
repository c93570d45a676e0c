package dev.promptcards.run.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.Api;
import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.assertj.core.api.Assertions;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

@Timeout(60)
class ImportLocksTest {

    private static final String TEXT =
            "card,case_id,model,passed,created_at\nc,a,m,1,2026-03-31\nc,a,m,%d,\n";

    private final EmbeddedServer server =
            ApplicationContext.run(EmbeddedServer.class, Map.copyOf(TestServers.properties()));

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void while_an_import_is_stored_labels_move_runs_start_and_results_of_today_come_in() {
        var workspace = TestServers.workspace();
        assertThat(take(workspace, "", TEXT.formatted(1)).status()).isEqualTo(200);

        var second = takenWhile(workspace, "", ImportLocksTest::lockWhatOthersNeed).json();

        assertThat(second.at("/runs/0/number").asInt()).isEqualTo(3);
        assertThat(second.at("/runs/1/number").asInt()).isEqualTo(4);
    }

    @Test
    void while_an_import_is_stored_the_suite_of_somebodys_own_it_tried_goes_on_to_be_changed() {
        var workspace = TestServers.workspace();
        var suite = "/api/v1/workspaces/w-" + workspace + "/suites/mine/revisions";
        assertThat(
                        send(suite, "{\"suite\": {}}\n{\"key\": \"a\"}\n", "application/x-ndjson")
                                .status())
                .isLessThan(300);
        var query = "?suite=mine";
        assertThat(take(workspace, query, TEXT.formatted(1)).status()).isEqualTo(200);

        var second =
                takenWhile(
                        workspace,
                        query,
                        other -> {
                            other.execute("SET LOCAL lock_timeout = '2s'");
                            return other.execute("SELECT FROM test_suites FOR UPDATE");
                        });

        assertThat(second.json().path("revision").asInt()).isEqualTo(1);
    }

    /// Takes a second import, which comes to a stop at the roll-ups, and is let go on after `work`.
    private Api.Answer takenWhile(
            WorkspaceId workspace, String query, Function<Handle, Integer> work) {
        var second =
                bound(
                        workspace,
                        holding -> {
                            holding.execute(
                                    """
                                    SELECT FROM execution_rollups
                                     WHERE workspace_id = ? AND grain = 'model' AND day = '2026-03-31'
                                       FOR UPDATE
                                    """,
                                    workspace.value());
                            var taken =
                                    CompletableFuture.supplyAsync(
                                            () -> take(workspace, query, TEXT.formatted(0)));
                            awaitWaiting(holding);
                            bound(workspace, work);
                            return taken;
                        });
        assertThat(second.join().status()).as(second.join().text()).isEqualTo(200);
        return second.join();
    }

    @Test
    void files_that_are_still_being_sent_hold_up_nobody() {
        assertThat(takenWhileSent(ImportPlaces.SENT_AT_ONCE - 1).status()).isEqualTo(200);
    }

    @Test
    void one_file_too_many_is_refused() {
        var answer = takenWhileSent(ImportPlaces.SENT_AT_ONCE);

        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("60");
    }

    @Test
    void a_second_file_of_a_workspace_at_once_is_refused_before_anything_of_it_is_read() {
        var imports = server.getApplicationContext().getBean(Imports.class);
        var wish = new ImportWish(TestServers.workspace(), "imported", "", Set.of());
        Runnable second = () -> imports.take(wish, reading(Assertions::fail));

        assertThatThrownBy(() -> imports.take(wish, reading(second)))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("Another import of this workspace");

        assertThat(take(wish.workspace(), "", TEXT.formatted(1)).status()).isEqualTo(200);
    }

    /// Takes a file while so many other workspaces each send one, of which nothing arrives.
    private Api.Answer takenWhileSent(int files) {
        if (files == 0) {
            return take(TestServers.workspace(), "", TEXT.formatted(1));
        }
        var imports = server.getApplicationContext().getBean(Imports.class);
        var wish = new ImportWish(TestServers.workspace(), "imported", "", Set.of());
        var answer = new AtomicReference<Api.Answer>();
        Runnable meanwhile = () -> answer.set(takenWhileSent(files - 1));
        assertThatThrownBy(() -> imports.take(wish, reading(meanwhile)))
                .as("a file of nothing")
                .isInstanceOf(Problem.Invalid.class);
        return answer.get();
    }

    private static InputStream reading(Runnable meanwhile) {
        return new InputStream() {
            @Override
            public int read() {
                meanwhile.run();
                return -1;
            }
        };
    }

    private static int lockWhatOthersNeed(Handle handle) {
        handle.execute("SET LOCAL lock_timeout = '2s'");
        handle.execute("SELECT FROM prompt_cards FOR UPDATE");
        handle.execute("SELECT FROM run_numbers FOR UPDATE");
        return handle.execute(
                "SELECT FROM execution_rollups WHERE day > '2026-03-31' FOR NO KEY UPDATE");
    }

    private static void awaitWaiting(Handle handle) {
        while (handle.createQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")
                        .mapTo(Integer.class)
                        .one()
                == 0) {
            Thread.onSpinWait();
        }
    }

    private static <T> T bound(WorkspaceId workspace, Function<Handle, T> work) {
        return TestServers.database()
                .ownerJdbi()
                .inTransaction(
                        handle -> {
                            handle.execute("SELECT bind_workspace(?)", workspace.value());
                            return work.apply(handle);
                        });
    }

    private Api.Answer take(WorkspaceId workspace, String query, String text) {
        return send("/api/v1/workspaces/w-" + workspace + "/runs/import" + query, text, "text/csv");
    }

    private Api.Answer send(String path, String text, String type) {
        return new Api(server.getURI())
                .stream(
                        "POST",
                        path,
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        type);
    }
}
