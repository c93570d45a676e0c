package dev.promptcards.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.SeededRun;
import dev.promptcards.TestServers;
import dev.promptcards.identity.SignedIn;
import dev.promptcards.identity.TestPeople;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

@MicronautTest
class ProtectedLabelTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @Inject Labels labels;
    private WorkspaceId workspace;
    private String address;
    private UserId owner;

    @BeforeEach
    void newWorkspace() {
        workspace = TestServers.workspace();
        address = "/api/v1/workspaces/w-" + workspace;
        owner = TestPeople.member(workspace, "owner");
        as(owner).send("PUT", address + "/cards/poet", "{\"template\": \"x\"}");
        as(owner).send("PUT", address + "/cards/poet", "{\"template\": \"y\"}");
    }

    @Test
    void only_who_holds_the_permission_moves_or_removes_a_protected_label() {
        var editor = TestPeople.member(workspace, "editor");
        assertThat(move(editor, "production", 1).status()).isEqualTo(200);

        protect("prod*", "{}");

        assertThat(move(editor, "production", 2).status()).isEqualTo(403);
        assertThat(move(editor, "production", 2).text()).contains("`label.move-protected`");
        assertThat(remove(editor, "production").status()).isEqualTo(403);
        assertThat(move(editor, "prod-eu", 1).status()).isEqualTo(403);
        assertThat(move(editor, "staging", 1).status()).isEqualTo(200);
        assertThat(version("production")).isEqualTo(1);
        assertThat(move(TestPeople.member(workspace, "admin"), "production", 2).status())
                .isEqualTo(200);
        assertThat(remove(owner, "production").status()).isEqualTo(204);
    }

    @Test
    void where_roles_are_named_only_they_move_it_and_only_with_the_permission() {
        as(owner)
                .send(
                        "POST",
                        address + "/roles",
                        """
                        {"name": "releaser", "permissions":
                         ["workspace.read", "label.move", "label.move-protected"]}
                        """);
        protect("production", "{\"roles\": [\"releaser\", \"editor\"]}");

        assertThat(move(TestPeople.member(workspace, "releaser"), "production", 1).status())
                .isEqualTo(200);
        assertThat(move(owner, "production", 2).text())
                .contains("only members with the role releaser or editor");
        assertThat(move(TestPeople.member(workspace, "editor"), "production", 2).status())
                .isEqualTo(403);
        assertThat(remove(owner, "production").status()).isEqualTo(403);
        var local = new Api(server.getURI());
        assertThat(local.send("PUT", label("production"), "{\"version\": 2}").status())
                .isEqualTo(200);
    }

    @Test
    void nothing_moves_it_for_nobody() {
        protect("production", "{}");

        assertThatThrownBy(() -> labels.move(workspace, "poet", "production", 1, Optional.empty()))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_version_that_has_not_passed_is_not_pointed_at() {
        var run = SeededRun.of(TestServers.database().transactions(), workspace, 0);
        var names = names(run);
        var label = address + "/cards/" + names.card() + "/labels/production";
        protect("production", "{\"suite\": \"%s\", \"minPassRate\": 0.9}".formatted(names.suite()));

        var none = move(owner, "production", 1);
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.text()).contains("at least 90.0 %; it has none");

        end(run, 8, 2);
        var worse = as(owner).send("PUT", label, "{\"version\": 1}");
        assertThat(worse.status()).isEqualTo(409);
        assertThat(worse.text()).contains("its latest, run 1, has 80.0 %");

        end(run, 1, 0);
        protect("production", "{\"suite\": \"%s\", \"minPassRate\": 0.8}".formatted(names.suite()));
        assertThat(as(owner).send("PUT", label, "{\"version\": 1}").status()).isEqualTo(200);
        assertThat(as(owner).send("DELETE", label, null).status()).isEqualTo(204);
    }

    @Test
    void a_run_over_some_of_the_cases_shows_nothing() {
        var run = SeededRun.of(TestServers.database().transactions(), workspace, 0);
        var names = names(run);
        end(run, 10, 0);
        in("UPDATE test_runs SET first_cases = 10 WHERE workspace_id = ? AND id = ?", run);
        protect("production", "{\"suite\": \"%s\", \"minPassRate\": 0}".formatted(names.suite()));

        assertThat(
                        as(owner)
                                .send(
                                        "PUT",
                                        address + "/cards/" + names.card() + "/labels/production",
                                        "{\"version\": 1}")
                                .text())
                .contains("it has none");
    }

    @Test
    void protections_are_listed_changed_and_removed_by_who_may() {
        protect("b*", "{}");
        protect("a", "{\"roles\": [\"admin\"]}");
        protect("b*", "{\"roles\": [\"owner\"]}");
        var editor = TestPeople.member(workspace, "editor");

        assertThat(as(editor).send("PUT", address + "/protected-labels/c", "{}").status())
                .isEqualTo(403);
        assertThat(as(editor).send("DELETE", address + "/protected-labels/a", null).status())
                .isEqualTo(403);
        var list = as(editor).get(address + "/protected-labels").json().path("items");
        assertThat(list.findValuesAsText("pattern")).containsExactly("a", "b*");
        assertThat(list.path(1).path("roles").path(0).textValue()).isEqualTo("owner");
        assertThat(list.path(1).path("updatedBy").textValue()).isEqualTo("user:" + owner);
        assertThat(as(owner).send("DELETE", address + "/protected-labels/b*", null).status())
                .isEqualTo(204);
        assertThat(as(owner).send("DELETE", address + "/protected-labels/b*", null).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "production | {\"suite\": \"none\", \"minPassRate\": 1} | there is no suite `none`",
                "production | {\"minPassRate\": 0.5}          | belongs to a suite",
                "production | {\"suite\": \"a\", \"minPassRate\": 95} | minPassRate: must be 0 to"
                        + " 1",
                "production | {\"roles\": [\"king\"]}         | there is no role `king`",
                "production | {\"roles\": [null]}             | roles",
                "Prod       | {}                              | pattern: must be a label"
            })
    void what_makes_no_sense_is_refused(String pattern, String body, String detail) {
        var refused = as(owner).send("PUT", address + "/protected-labels/" + pattern, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "production, production,  true",
        "production, production2, false",
        "prod*,      prod,        true",
        "prod*,      prod-eu.1,   true",
        "prod*,      preprod,     false",
        "*,          anything,    true",
        "v1.0,       v1x0,        false",
        "*-live,     eu-live,     true",
    })
    void a_pattern_covers_what_it_says(String pattern, String label, boolean covered) {
        var protection =
                new ProtectedLabel(
                        pattern, List.of(), Optional.empty(), Optional.empty(), "", Instant.EPOCH);

        assertThat(protection.covers(label)).isEqualTo(covered);
    }

    private record Names(String card, String suite) {}

    private Names names(SeededRun run) {
        in(
                """
                UPDATE prompt_cards SET latest_version = 1
                 WHERE workspace_id = ? AND latest_version = 0
                   AND id IN (SELECT card_id FROM run_columns WHERE run_id = ?)
                """,
                run);
        return TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT c.slug AS card, s.slug AS suite
                                                  FROM run_columns k
                                                  JOIN prompt_cards c
                                                    ON c.workspace_id = k.workspace_id AND c.id = k.card_id
                                                  JOIN test_runs r
                                                    ON r.workspace_id = k.workspace_id AND r.id = k.run_id
                                                  JOIN test_suites s
                                                    ON s.workspace_id = k.workspace_id AND s.id = r.suite_id
                                                 WHERE k.workspace_id = :w AND k.run_id = :run
                                                """)
                                        .bind("w", workspace)
                                        .bind("run", run.run())
                                        .mapTo(Names.class)
                                        .one());
    }

    /// Completes a run that has so many more results.
    private void end(SeededRun run, int passed, int failed) {
        for (int i = 0; i < passed + failed; i++) {
            in(
                    """
                    INSERT INTO test_executions (workspace_id, created_at, id, run_id, item_number,
                           column_number, case_position, case_key, repeat_number, prompt_card_id, version,
                           llm_provider, model, rendered_prompt, outcome, score)
                    SELECT r.workspace_id, r.created_at, gen_random_uuid(), r.id, 0, 0, 0, 'a', 1,
                           k.card_id, 1, 'echo', 'echo', 'x', '%s', 0
                      FROM test_runs r
                      JOIN run_columns k ON k.workspace_id = r.workspace_id AND k.run_id = r.id
                     WHERE r.workspace_id = ? AND r.id = ?
                    """
                            .formatted(i < passed ? "passed" : "failed"),
                    run);
        }
        in(
                "UPDATE test_runs SET state = 'completed', finished_at = now() WHERE workspace_id ="
                        + " ? AND id = ?",
                run);
    }

    private void in(String sql, SeededRun run) {
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle -> handle.execute(sql, workspace.value(), run.run().value()));
    }

    private void protect(String pattern, String body) {
        var done = as(owner).send("PUT", address + "/protected-labels/" + pattern, body);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
    }

    private Api.Answer move(UserId by, String label, int version) {
        return as(by).send("PUT", label(label), "{\"version\": %d}".formatted(version));
    }

    private Api.Answer remove(UserId by, String label) {
        return as(by).send("DELETE", label(label), null);
    }

    private int version(String label) {
        return as(owner).get(label(label)).json().path("version").intValue();
    }

    private String label(String label) {
        return address + "/cards/poet/labels/" + label;
    }

    private Api as(UserId user) {
        return new Api(server.getURI(), SignedIn.token(user));
    }
}
