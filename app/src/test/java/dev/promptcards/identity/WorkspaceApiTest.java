package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.SeededRun;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MicronautTest
class WorkspaceApiTest implements OnTestServers {

    private static final String ALL = "/api/v1/workspaces";

    @Inject EmbeddedServer server;
    private Api local;
    private WorkspaceId workspace;
    private String address;

    @BeforeEach
    void connect() {
        local = new Api(server.getURI());
        workspace = TestServers.workspace();
        address = ALL + "/w-" + workspace;
    }

    @Test
    void an_administrator_makes_a_workspace_and_owns_it() {
        var admin = TestPeople.person("Admin");
        TestPeople.set(admin, "admin = true");
        var slug = TestServers.unique("team");

        var made = as(admin).send("POST", ALL, "{\"slug\": \"%s\"}".formatted(slug));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("name").textValue()).isEqualTo(slug);
        assertThat(made.json().path("role").textValue()).isEqualTo("owner");
        assertThat(as(admin).get(ALL + "/" + slug + "/members").json().findValuesAsText("role"))
                .containsExactly("owner");
        assertThat(as(admin).send("POST", ALL, "{\"slug\": \"%s\"}".formatted(slug)).status())
                .isEqualTo(409);
    }

    @Test
    void nobody_else_makes_one() {
        var slug = TestServers.unique("team");
        var body = "{\"slug\": \"%s\", \"name\": \"Team\"}".formatted(slug);

        assertThat(as(TestPeople.person("Somebody")).send("POST", ALL, body).status())
                .isEqualTo(403);
        assertThat(as(TestPeople.person("Somebody")).send("PUT", ALL + "/" + slug, body).status())
                .isEqualTo(403);
        var disabled = TestPeople.person("Gone");
        TestPeople.set(disabled, "admin = true, disabled_at = now()");
        assertThat(as(disabled).send("POST", ALL, body).status()).isEqualTo(403);
        assertThat(local.send("POST", ALL, body).status()).isEqualTo(201);
    }

    @Test
    void everybody_lists_their_own_in_pages() {
        var somebody = TestPeople.member(workspace, "viewer");
        for (int i = 0; i < 4; i++) {
            TestPeople.join(TestServers.database(), TestServers.workspace(), somebody, "editor");
        }

        var first = as(somebody).get(ALL + "?limit=3").json();
        var second =
                as(somebody).get(ALL + "?limit=3&cursor=" + first.path("next").textValue()).json();

        var slugs = first.path("items").findValuesAsText("slug");
        slugs.addAll(second.path("items").findValuesAsText("slug"));
        assertThat(slugs).hasSize(5).isSorted().contains("w-" + workspace);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(as(TestPeople.person("New")).get(ALL).json().path("items")).isEmpty();
        assertThat(local.get(ALL + "?limit=1000").json().path("items").size()).isGreaterThan(5);
    }

    @Test
    void to_who_is_no_member_a_workspace_is_not_there() {
        var stranger = as(TestPeople.person("Stranger"));
        for (var path : new String[] {"", "/members", "/nothing", "/cards"}) {
            var answer = stranger.get(address + path);
            var nowhere = stranger.get(ALL + "/w-none" + path);

            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text().replace("w-" + workspace, "w-none")).isEqualTo(nowhere.text());
        }
    }

    @Test
    void a_workspace_is_renamed_by_who_may() {
        var admin = as(TestPeople.member(workspace, "admin"));
        var editor = as(TestPeople.member(workspace, "editor"));

        assertThat(admin.send("PATCH", address, "{\"name\": \"New name\"}").status())
                .isEqualTo(200);
        assertThat(editor.send("PATCH", address, "{\"name\": \"Mine\"}").status()).isEqualTo(403);

        var read = editor.get(address).json();
        assertThat(read.path("name").textValue()).isEqualTo("New name");
        assertThat(read.path("slug").textValue()).isEqualTo("w-" + workspace);
        assertThat(read.path("role").textValue()).isEqualTo("editor");
    }

    @Test
    void cards_are_searched_in_the_language_that_was_set_last() {
        local.send("PUT", address + "/cards/a", "{\"title\": \"Häuser\", \"template\": \"x\"}");

        assertThat(local.send("PATCH", address, "{\"searchLanguage\": \"german\"}").status())
                .isEqualTo(200);

        var vector =
                TestServers.database()
                        .transactions()
                        .inWorkspace(
                                workspace,
                                handle ->
                                        handle.createQuery(
                                                        "SELECT search_vector FROM prompt_cards"
                                                                + " WHERE workspace_id = :w")
                                                .bind("w", workspace)
                                                .mapTo(String.class)
                                                .one());
        assertThat(vector).contains("'haus'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | {\"name\": \" \"}                   | name: must have",
                "PATCH | {\"searchLanguage\": \"klingon\"}   | known are arabic",
                "PATCH | {\"slug\": \"other\"}               | there is no field of this name",
                "POST  | {\"slug\": \"Team A\"}              | slug: a workspace's slug",
                "POST  | {\"name\": \"Team\"}                | slug: a workspace's slug"
            })
    void what_makes_no_sense_is_refused(String method, String body, String detail) {
        var refused = local.send(method, method.equals("POST") ? ALL : address, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
    }

    @Test
    void an_archived_workspace_is_there_for_its_owners_only_and_comes_back_as_it_was() {
        var owner = as(TestPeople.member(workspace, "owner"));
        var admin = as(TestPeople.member(workspace, "admin"));
        owner.send("PUT", address + "/cards/a", "{\"template\": \"x\"}");

        assertThat(admin.send("POST", address + "/archive", null).status()).isEqualTo(403);
        assertThat(
                        owner.send("POST", address + "/archive", null)
                                .json()
                                .path("archivedAt")
                                .isNull())
                .isFalse();

        assertThat(admin.get(address + "/cards").status()).isEqualTo(404);
        assertThat(admin.get(ALL).json().path("items")).isEmpty();
        assertThat(admin.send("POST", address + "/unarchive", null).status()).isEqualTo(404);
        assertThat(owner.get(address + "/cards").status()).isEqualTo(404);
        assertThat(owner.get(address + "/cards").text()).contains("is archived");
        assertThat(local.get(address + "/cards").text()).contains("is archived");
        assertThat(owner.get(ALL).json().path("items").size()).isEqualTo(1);

        assertThat(owner.send("POST", address + "/unarchive", null).status()).isEqualTo(200);
        assertThat(admin.get(address + "/cards").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void a_workspace_is_not_archived_under_a_run() {
        var run = SeededRun.of(TestServers.database().transactions(), workspace, 0);
        // Held, so that no worker ends it meanwhile.
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "UPDATE test_runs SET state = 'held', finished_at = NULL"
                                                + " WHERE workspace_id = ? AND id = ?",
                                        workspace.value(),
                                        run.run().value()));

        var refused = local.send("POST", address + "/archive", null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("Runs have not ended: 1");
    }

    private Api as(UserId user) {
        return new Api(server.getURI(), SignedIn.token(user));
    }
}
