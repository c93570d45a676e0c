package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.identity.role.BuiltInRole;
import dev.promptcards.identity.role.Role;
import dev.promptcards.identity.role.Roles;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

@MicronautTest
class RoleApiTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @Inject Roles roles;
    private WorkspaceId workspace;
    private String address;
    private UserId owner;

    @BeforeEach
    void newWorkspace() {
        workspace = TestServers.workspace();
        address = "/api/v1/workspaces/w-" + workspace;
        owner = TestPeople.member(workspace, "owner");
    }

    @Test
    void each_built_in_role_holds_all_that_the_one_before_it_does_and_the_owner_everything() {
        var builtIn = roles.list(workspace).stream().filter(Role::builtIn).toList();

        assertThat(builtIn)
                .extracting(Role::name)
                .containsExactly("viewer", "runner", "editor", "admin", "owner")
                .containsExactlyElementsOf(
                        Arrays.stream(BuiltInRole.values()).map(BuiltInRole::word).toList());
        for (int i = 1; i < builtIn.size(); i++) {
            assertThat(builtIn.get(i).permissions())
                    .containsAll(builtIn.get(i - 1).permissions())
                    .hasSizeGreaterThan(builtIn.get(i - 1).permissions().size());
        }
        assertThat(builtIn.getLast().permissions()).containsExactly(Permission.values());
    }

    @Test
    void the_database_names_no_permission_that_the_program_does_not_know() {
        var words =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT"
                                                            + " unnest(built_in_permissions('owner'))")
                                                .mapTo(String.class)
                                                .list());

        assertThat(words)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Permission.values()).map(Permission::word).toList());
    }

    @Test
    void the_documents_table_of_roles_is_the_databases() throws IOException {
        var table = Files.readString(Path.of("../docs/workspaces.md"));
        var builtIn = roles.list(workspace).stream().filter(Role::builtIn).toList();

        for (var permission : Permission.values()) {
            var marks =
                    builtIn.stream()
                            .map(role -> role.permissions().contains(permission) ? " ● " : " ")
                            .collect(Collectors.joining("|"));
            assertThat(table).contains("| `%s` |%s|".formatted(permission, marks));
        }
    }

    @Test
    void a_role_is_made_given_changed_and_deleted() {
        var made = create(owner, "reviewer", "workspace.read", "card.read");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var somebody = TestPeople.member(workspace, "reviewer");
        assertThat(as(somebody).get(address + "/cards").status()).isEqualTo(200);
        assertThat(as(somebody).get(address + "/runs").status()).isEqualTo(403);

        assertThat(replace(owner, "reviewer", "workspace.read", "run.read").status())
                .isEqualTo(200);
        assertThat(as(somebody).get(address + "/cards").status()).isEqualTo(403);
        assertThat(as(somebody).get(address + "/runs").status()).isEqualTo(200);

        var refused = as(owner).send("DELETE", address + "/roles/reviewer", null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").textValue())
                .isEqualTo(
                        "1 members have the role `reviewer`: reviewer. Give them another one"
                                + " first.");
        as(owner).send("DELETE", address + "/members/" + somebody, null);
        assertThat(as(owner).send("DELETE", address + "/roles/reviewer", null).status())
                .isEqualTo(204);
        assertThat(names()).doesNotContain("reviewer");
    }

    @Test
    void permissions_are_listed_in_sentences() {
        var viewer = as(owner).get(address + "/roles").json().path("items").path(0);

        assertThat(viewer.path("name").textValue()).isEqualTo("viewer");
        assertThat(viewer.path("permissions").path(0).path("name").textValue())
                .isEqualTo("workspace.read");
        assertThat(viewer.path("permissions").findValuesAsText("meaning"))
                .allMatch(it -> it.endsWith("."));
    }

    @Test
    void nobody_makes_widens_or_deletes_a_role_beyond_what_they_hold() {
        create(owner, "warden", "workspace.read", "limit.manage");
        create(owner, "guest", "workspace.read");
        var admin = TestPeople.member(workspace, "admin");

        var made = create(admin, "mine", "workspace.read", "limit.manage");
        assertThat(made.status()).isEqualTo(403);
        assertThat(made.text()).contains("`limit.manage`");
        assertThat(replace(admin, "guest", "workspace.read", "workspace.archive").status())
                .isEqualTo(403);
        assertThat(replace(admin, "warden", "workspace.read").status()).isEqualTo(403);
        assertThat(as(admin).send("DELETE", address + "/roles/warden", null).status())
                .isEqualTo(403);
        assertThat(replace(admin, "guest", "workspace.read", "key.manage").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"owner\", \"permissions\": [\"workspace.read\"]} | 409 | built-in",
                "{\"name\": \"My Role\", \"permissions\": [\"workspace.read\"]} | 400 | name: must"
                        + " be",
                "{\"permissions\": [\"workspace.read\"]} | 400 | name: missing",
                "{\"name\": \"a\", \"permissions\": [\"card.read\"]} | 400 | must hold"
                        + " `workspace.read`",
                "{\"name\": \"a\", \"permissions\": [\"everything\"]} | 400 | expected one of"
                        + " workspace.read",
                "{\"name\": \"a\", \"permissions\": [null]} | 400 | permissions",
                "{\"name\": \"a\"} | 400 | permissions: missing",
                "{\"name\": \"taken\", \"permissions\": [\"workspace.read\"]} | 409 | There is a"
                        + " role",
            })
    void what_makes_no_sense_is_refused(String body, int status, String detail) {
        create(owner, "taken", "workspace.read");

        var refused = as(owner).send("POST", address + "/roles", body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.json().path("detail").textValue()).contains(detail);
        assertThat(names()).hasSize(6);
    }

    private List<String> names() {
        return roles.list(workspace).stream().map(Role::name).toList();
    }

    private Api.Answer create(UserId by, String name, String... permissions) {
        return as(by).send(
                        "POST",
                        address + "/roles",
                        "{\"name\": \"%s\", \"permissions\": [\"%s\"]}"
                                .formatted(name, String.join("\", \"", permissions)));
    }

    private Api.Answer replace(UserId by, String name, String... permissions) {
        return as(by).send(
                        "PUT",
                        address + "/roles/" + name,
                        "{\"permissions\": [\"%s\"]}"
                                .formatted(String.join("\", \"", permissions)));
    }

    private Api as(UserId user) {
        return new Api(server.getURI(), SignedIn.token(user));
    }
}
