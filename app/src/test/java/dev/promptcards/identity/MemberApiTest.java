package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

@MicronautTest
class MemberApiTest implements OnTestServers {

    @Inject EmbeddedServer server;
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
    void members_are_listed_with_name_and_address_in_pages() {
        TestPeople.member(workspace, "viewer");
        TestPeople.member(workspace, "editor");

        var first = as(owner).get(address + "/members?limit=2").json();
        var second =
                as(owner)
                        .get(address + "/members?limit=2&cursor=" + first.path("next").textValue())
                        .json();

        assertThat(first.path("items").findValuesAsText("role")).containsExactly("owner", "viewer");
        assertThat(first.path("items").path(0).path("displayName").textValue()).isEqualTo("owner");
        assertThat(first.path("items").path(0).path("email").textValue())
                .isEqualTo(TestPeople.email(owner));
        assertThat(second.path("items").findValuesAsText("role")).containsExactly("editor");
    }

    /// Each line: who does it, to whom, what they are to become (`-`: removed), and the answer.
    @ParameterizedTest
    @CsvSource({
        "owner,  viewer, editor, 200",
        "owner,  viewer, owner,  200",
        "admin,  viewer, admin,  200",
        "admin,  viewer, owner,  403",
        "admin,  owner,  viewer, 403",
        "admin,  owner,  -,      403",
        "admin,  admin,  viewer, 200",
        "admin,  editor, -,      204",
        "editor, viewer, runner, 403",
        "editor, viewer, -,      403",
        "owner,  viewer, nobody, 400",
    })
    void nobody_gives_or_takes_more_than_they_hold(
            String doer, String target, String wanted, int status) {
        var somebody = TestPeople.member(workspace, doer);
        var other = TestPeople.member(workspace, target);

        var answer = wanted.equals("-") ? remove(somebody, other) : change(somebody, other, wanted);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(role(other)).isEqualTo(status == 200 ? wanted : status == 204 ? "" : target);
    }

    @Test
    void the_last_owner_stays_one() {
        var disabled = TestPeople.member(workspace, "owner");
        TestPeople.set(disabled, "disabled_at = now()");

        assertThat(change(owner, owner, "viewer").status()).isEqualTo(409);
        assertThat(remove(owner, owner).status()).isEqualTo(409);
        assertThat(leave(owner).status()).isEqualTo(409);
        assertThat(leave(owner).text()).contains("is the last owner");
        assertThat(
                        new Api(server.getURI())
                                .send("DELETE", address + "/members/" + owner, null)
                                .status())
                .isEqualTo(409);

        assertThat(change(owner, TestPeople.member(workspace, "viewer"), "owner").status())
                .isEqualTo(200);
        assertThat(leave(owner).status()).isEqualTo(204);
        assertThat(as(owner).get(address).status()).isEqualTo(404);
    }

    @RepeatedTest(5)
    void of_two_owners_who_leave_at_once_one_is_refused() throws Exception {
        var other = TestPeople.member(workspace, "owner");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    threads.invokeAll(
                            Stream.of(owner, other)
                                    .map(user -> (Callable<Integer>) () -> leave(user).status())
                                    .toList());

            assertThat(answers).extracting(it -> it.get()).containsExactlyInAnyOrder(204, 409);
        }
    }

    @Test
    void what_somebody_lost_is_refused_at_once_and_what_they_got_is_theirs_at_once() {
        var somebody = TestPeople.member(workspace, "editor");
        var card = address + "/cards/a";
        assertThat(as(somebody).send("PUT", card, "{\"template\": \"x\"}").status()).isEqualTo(201);

        change(owner, somebody, "viewer");
        assertThat(as(somebody).send("PUT", card, "{\"template\": \"y\"}").status()).isEqualTo(403);
        change(owner, somebody, "editor");
        assertThat(as(somebody).send("PUT", card, "{\"template\": \"y\"}").status()).isEqualTo(200);
        remove(owner, somebody);
        assertThat(as(somebody).get(card).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_comes_again_finds_the_old_keys_ended(boolean byOwnWish) {
        var somebody = TestPeople.member(workspace, "admin");
        var key =
                as(somebody)
                        .send(
                                "POST",
                                address + "/keys",
                                "{\"name\": \"old\", \"scopes\": [\"workspace.read\"]}")
                        .json()
                        .path("key")
                        .textValue();
        var program = new Api(server.getURI(), key);
        assertThat(program.get(address).status()).isEqualTo(200);

        assertThat((byOwnWish ? leave(somebody) : remove(owner, somebody)).status()).isEqualTo(204);
        assertThat(program.get(address).status()).isEqualTo(401);
        joinAgain(somebody);

        assertThat(as(somebody).get(address).status()).isEqualTo(200);
        assertThat(program.get(address).status()).isEqualTo(401);
        assertThat(
                        as(owner)
                                .get(address + "/audit?action=key.revoke")
                                .json()
                                .path("items")
                                .findValuesAsText("objectName"))
                .containsExactly("old");
    }

    private void joinAgain(UserId user) {
        var link =
                as(owner)
                        .send("POST", address + "/invitations", "{\"role\": \"admin\"}")
                        .json()
                        .path("link")
                        .textValue();
        var token = link.substring(link.lastIndexOf('/') + 1);
        assertThat(as(user).send("POST", "/api/v1/auth/join/" + token, "{}").status())
                .isEqualTo(201);
    }

    @Test
    void somebody_who_is_no_member_is_not_found() {
        var stranger = TestPeople.person("Stranger");

        assertThat(change(owner, stranger, "viewer").status()).isEqualTo(404);
        assertThat(remove(owner, stranger).status()).isEqualTo(404);
        assertThat(as(owner).send("PUT", address + "/members/me2", "{}").status()).isEqualTo(400);
        assertThat(as(owner).send("PUT", address + "/members/" + stranger, "{}").status())
                .isEqualTo(400);
    }

    private Api.Answer change(UserId by, UserId whom, String role) {
        return as(by).send(
                        "PUT", address + "/members/" + whom, "{\"role\": \"%s\"}".formatted(role));
    }

    private Api.Answer remove(UserId by, UserId whom) {
        return as(by).send("DELETE", address + "/members/" + whom, null);
    }

    private Api.Answer leave(UserId who) {
        return as(who).send("DELETE", address + "/members/me", null);
    }

    private String role(UserId user) {
        return as(owner)
                .get(address + "/members")
                .json()
                .path("items")
                .valueStream()
                .filter(it -> it.path("id").textValue().equals(user.toString()))
                .map(it -> it.path("role").textValue())
                .findFirst()
                .orElse("");
    }

    private Api as(UserId user) {
        return new Api(server.getURI(), SignedIn.token(user));
    }
}
