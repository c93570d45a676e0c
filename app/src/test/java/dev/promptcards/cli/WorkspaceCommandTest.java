package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.identity.TestPeople;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class WorkspaceCommandTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path data;
    private WorkspaceId workspace;

    @BeforeEach
    void newWorkspace() {
        workspace = TestServers.workspace();
    }

    @Test
    void a_workspace_is_made_renamed_archived_and_brought_back() throws Exception {
        var slug = TestServers.unique("team");

        assertThat(said("create", slug, "--name", "A team")).isEqualTo("Made " + slug + ".\n");
        assertThat(said("rename", "Our team", "--workspace", slug))
                .isEqualTo(slug + " is called Our team.\n");
        assertThat(said("archive", slug)).startsWith("Archived " + slug);
        assertThat(said("list")).containsPattern(slug + " +Our team +- +archived\n");
        assertThat(said("unarchive", slug)).isEqualTo(slug + " is back.\n");
        assertThat(new ObjectMapper().readTree(said("list", "--json")).findValuesAsText("slug"))
                .contains(slug);
        assertThat(run("create", slug).complained()).contains("There is a workspace");
    }

    @Test
    void members_are_listed_given_roles_and_removed() {
        TestPeople.member(workspace, "owner");
        var editor = TestPeople.member(workspace, "editor");

        assertThat(said("members").lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("NAME +E-MAIL +ROLE +SINCE +STATE");
        assertThat(said("members", "role", editor + "@example.org", "viewer"))
                .isEqualTo(editor + "@example.org has the role viewer.\n");
        assertThat(said("members", "remove", editor.toString())).contains("is no member any more");
        assertThat(run("members", "remove", editor.toString()).complained())
                .contains("There is no member");
    }

    @Test
    void an_invitation_is_made_listed_and_revoked() {
        assertThat(said("invite", "editor", "--expires-in", "12h"))
                .startsWith(server.getURI() + "/join/")
                .contains("shown once");
        var id = said("invitations").lines().toList().get(1).split(" ")[0];
        assertThat(said("invitations", "revoke", id)).isEqualTo("Revoked.\n");
        assertThat(said("invitations")).contains("revoked");
        assertThat(run("invite", "editor", "--expires-in", "soon").complained())
                .contains("write 7d, 12h or 30m");
    }

    @Test
    void roles_are_made_shown_and_deleted() {
        assertThat(said("role", "create", "reviewer", "card.read", "run.read"))
                .isEqualTo("Made the role reviewer.\n");
        assertThat(said("role", "list")).containsPattern("reviewer +0 +3");
        assertThat(said("role", "show", "reviewer"))
                .contains("card.read       Read and render cards, versions and labels.");
        assertThat(said("role", "replace", "reviewer", "card.read")).contains("Changed");
        assertThat(said("role", "delete", "reviewer")).contains("Deleted");
        assertThat(run("role", "create", "reviewer", "everything").complained())
                .contains("expected one of");
    }

    @Test
    void what_others_named_does_not_steer_the_terminal() {
        TestPeople.join(workspace, TestPeople.person("Eve\u001b[2J"), "viewer");

        assertThat(said("members")).contains("Eve?[2J").doesNotContain("\u001b");
    }

    private String said(String... command) {
        var done = run(command);
        assertThat(done.exitCode()).as(done.complained()).isZero();
        return done.said().replace(System.lineSeparator(), "\n");
    }

    private Command run(String... command) {
        Command.find(server.getURI(), data);
        var arguments = new ArrayList<>(List.of("workspace"));
        arguments.addAll(List.of(command));
        arguments.addAll(
                List.of("--server", server.getURI().toString(), "--data", data.toString()));
        if (!arguments.contains("--workspace")) {
            arguments.addAll(List.of("--workspace", "w-" + workspace));
        }
        return Command.run(arguments.toArray(String[]::new));
    }
}
