package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/// One thing after the other is done over HTTP, and what each leaves in the audit log is looked at:
/// what is done its events, what is refused none.
///
/// Each line of a table: who, method, path, body, status, events; see [AuditScript].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditSitesTest {

    private final AuditScript script = new AuditScript();
    private final AuditWitness witness = script.witness;

    @AfterAll
    void close() {
        script.close();
    }

    @Order(1)
    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    browser  | POST   | /auth/set-up            | {"token": "{setUp}", "email": "ana@example.org", "displayName": "Ana", "password": "a sentence of mine"} | 200 | member.add member:ana by ana; user.create user:ana by ana; session.sign-in session:session1 by ana
                    browser2 | POST   | /auth/set-up            | {"token": "{setUp}", "email": "eve@example.org", "displayName": "Eve", "password": "a sentence of mine"} | 403 |
                    browser2 | POST   | /auth/sign-in           | {"email": "ana@example.org", "password": "a sentence of mine"} | 200 | session.sign-in session:session2 by ana
                    nobody   | POST   | /auth/sign-in           | {"email": "ana@example.org", "password": "wrong"}              | 401 | session.sign-in-refused session: by system
                    nobody   | POST   | /auth/sign-in           | {"email": "nobody@example.org", "password": "wrong"}           | 401 | session.sign-in-refused session: by system
                    nobody   | POST   | /auth/sign-in           | {}                                                             | 400 |
                    browser  | POST   | /me/password            | {"current": "wrong", "password": "a sentence of mine"}         | 403 |
                    browser  | DELETE | /me/sessions/{ana}      |                                                                | 404 |
                    browser  | DELETE | /me/sessions/{session2} |                                                                | 204 | session.revoke session:session2 by ana
                    browser  | DELETE | /me/sessions/{session2} |                                                                | 404 |
                    browser2 | POST   | /auth/sign-in           | {"email": "ana@example.org", "password": "a sentence of mine"} | 200 | session.sign-in session:session3 by ana
                    browser  | DELETE | /me/sessions            |                                                                | 204 | session.revoke session:session3 by ana
                    browser  | DELETE | /me/sessions            |                                                                | 204 |
                    browser2 | POST   | /auth/sign-in           | {"email": "ana@example.org", "password": "a sentence of mine"} | 200 | session.sign-in session:session4 by ana
                    browser  | POST   | /me/password            | {"current": "a sentence of mine", "password": "a sentence of mine"} | 204 | session.revoke session:session4 by ana; user.password-change user:ana by ana
                    browser  | POST   | /auth/sign-out          | {}                                                             | 204 | session.sign-out session:session1 by ana
                    browser  | POST   | /auth/sign-out          | {}                                                             | 204 |
                    """)
    void sessions(ArgumentsAccessor step) {
        script.take(step);
    }

    @Order(2)
    @Test
    void guessing_on_and_on_leaves_few_events() {
        for (int i = 0; i < 40; i++) {
            script.node.browser().signIn("guessed@example.org", "wrong");
        }

        var news = witness.news();
        assertThat(news).containsOnly("session.sign-in-refused session: by system");
        // Those let through without a wait and the first after it, and one for each wait.
        assertThat(news).hasSizeBetween(7, 12);
    }

    @Order(3)
    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cleo  | POST   | /workspaces                       | {"slug": "research"}                    | 403 |
                    ana   | POST   | /workspaces                       | {"slug": "research", "name": "R"}       | 201 | workspace.create workspace:workspace1 by ana; member.add member:ana by ana
                    ana   | POST   | /workspaces                       | {"slug": "research"}                    | 409 |
                    local | PUT    | /workspaces/research              | {"name": "R"}                           | 200 |
                    ana   | PATCH  | /workspaces/research              | {"name": "Research"}                    | 200 | workspace.rename workspace:workspace1 by ana
                    ana   | PATCH  | /workspaces/research              | {"name": "Research"}                    | 200 |
                    ana   | PATCH  | /workspaces/research              | {"searchLanguage": "german"}            | 200 | workspace.settings workspace:workspace1 by ana
                    ana   | POST   | /workspaces/research/archive      |                                         | 200 | workspace.archive workspace:workspace1 by ana
                    ana   | POST   | /workspaces/research/archive      |                                         | 200 |
                    ana   | PATCH  | /workspaces/research              | {"name": "X"}                           | 404 |
                    ana   | POST   | /workspaces/research/unarchive    |                                         | 200 | workspace.unarchive workspace:workspace1 by ana
                    ana   | POST   | /workspaces/research/roles        | {"name": "guest", "permissions": ["workspace.read"]} | 201 | role.create role:guest by ana
                    ana   | POST   | /workspaces/research/roles        | {"name": "guest", "permissions": ["workspace.read"]} | 409 |
                    ana   | PUT    | /workspaces/research/roles/guest  | {"permissions": ["workspace.read", "card.read"]}     | 200 | role.update role:guest by ana
                    ana   | PUT    | /workspaces/research/roles/guest  | {"permissions": ["workspace.read", "card.read"]}     | 200 |
                    ana   | POST   | /workspaces/research/invitations  | {"role": "guest"}                       | 201 | invitation.create invitation:invitation1 by ana
                    ana   | DELETE | /workspaces/research/roles/guest  |                                         | 409 |
                    bob   | POST   | /auth/join/{link}                 | {}                                      | 201 | invitation.accept invitation:invitation1 by bob; member.add member:bob by bob
                    cleo  | POST   | /auth/join/{link}                 | {}                                      | 404 | invitation.refused invitation:invitation1 by cleo
                    nobody | POST  | /auth/join/{link}                 | {"email": "new@example.org", "displayName": "N", "password": "a sentence of mine"} | 404 | invitation.refused invitation:invitation1 by system
                    nobody | POST  | /auth/join/unknown                | {"email": "new@example.org", "displayName": "N", "password": "a sentence of mine"} | 404 |
                    ana   | POST   | /workspaces/research/invitations  | {"role": "viewer", "email": "other@example.org"} | 201 | invitation.create invitation:invitation2 by ana
                    cleo  | POST   | /auth/join/{link}                 | {}                                      | 404 | invitation.refused invitation:invitation2 by cleo
                    ana   | DELETE | /workspaces/research/invitations/{invitation2} |                            | 204 | invitation.revoke invitation:invitation2 by ana
                    ana   | DELETE | /workspaces/research/invitations/{invitation2} |                            | 409 |
                    ana   | POST   | /workspaces/research/invitations  | {"role": "viewer"}                      | 201 | invitation.create invitation:invitation3 by ana
                    bob   | POST   | /auth/join/{link}                 | {}                                      | 409 |
                    time  | EXPIRE | -                                 |                                         | 0   |
                    cleo  | POST   | /auth/join/{link}                 | {}                                      | 404 | invitation.refused invitation:invitation3 by cleo
                    ana   | PUT    | /workspaces/research/members/{bob} | {"role": "viewer"}                     | 200 | member.role member:bob by ana
                    ana   | PUT    | /workspaces/research/members/{bob} | {"role": "viewer"}                     | 200 |
                    bob   | PUT    | /workspaces/research/members/{ana} | {"role": "viewer"}                     | 403 |
                    ana   | PUT    | /workspaces/research/members/{ana} | {"role": "viewer"}                     | 409 |
                    ana   | DELETE | /workspaces/research/members/{cleo} |                                       | 404 |
                    ana   | DELETE | /workspaces/research/roles/guest  |                                         | 204 | role.delete role:guest by ana
                    bob   | DELETE | /workspaces/research/members/me   |                                         | 204 | member.leave member:bob by bob
                    local | POST   | /workspaces/research/invitations  | {"role": "viewer"}                      | 201 | invitation.create invitation:invitation4 by local
                    bob   | POST   | /auth/join/{link}                 | {}                                      | 201 | invitation.accept invitation:invitation4 by bob; member.add member:bob by bob
                    ana   | DELETE | /workspaces/research/members/{bob} |                                        | 204 | member.remove member:bob by ana
                    """)
    void workspaces_and_who_is_in_them(ArgumentsAccessor step) {
        script.take(step);
    }

    @Order(4)
    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ana  | PUT    | /workspaces/research/protected-labels/prod* | {"roles": ["owner"]}      | 200 | label-protection.update label-protection:prod* by ana
                    ana  | PUT    | /workspaces/research/protected-labels/prod* | {"roles": ["king"]}       | 400 |
                    ana  | DELETE | /workspaces/research/protected-labels/prod* |                           | 204 | label-protection.remove label-protection:prod* by ana
                    ana  | DELETE | /workspaces/research/protected-labels/prod* |                           | 404 |
                    ana  | POST   | /workspaces/research/keys                   | {"name": "CI", "scopes": ["card.read"]} | 201 | key.create key:key1 by ana
                    key  | POST   | /workspaces/research/keys                   | {"name": "CI", "scopes": ["card.read"]} | 403 |
                    key  | PUT    | /workspaces/research/connections/team       | {"kind": "openai"}        | 403 |
                    ana  | DELETE | /workspaces/research/keys/{key1}            |                           | 204 | key.revoke key:key1 by ana
                    ana  | DELETE | /workspaces/research/keys/{key1}            |                           | 204 |
                    ana  | DELETE | /workspaces/research/keys/{ana}             |                           | 404 |
                    nobody | POST | /auth/device                                | {"client": "laptop"}      | 200 |
                    ana  | POST   | /me/device                                  | {"userCode": "{userCode}", "approve": true} | 204 | session.sign-in program:program1 by ana
                    ana  | POST   | /me/device                                  | {"userCode": "{userCode}", "approve": true} | 404 |
                    nobody | POST | /auth/token                                 | {"grantType": "device_code", "deviceCode": "{deviceCode}"} | 200 |
                    nobody | POST | /auth/token                                 | {"grantType": "refresh_token", "refreshToken": "{refreshToken}"} | 200 |
                    nobody | POST | /auth/token                                 | {"grantType": "refresh_token", "refreshToken": "{old refreshToken}"} | 400 | token.reuse program:program1 by system
                    nobody | POST | /auth/token                                 | {"grantType": "refresh_token", "refreshToken": "{refreshToken}"} | 400 |
                    nobody | POST | /auth/device                                | {"client": "laptop"}      | 200 |
                    ana  | POST   | /me/device                                  | {"userCode": "{userCode}", "approve": true} | 204 | session.sign-in program:program2 by ana
                    cleo | DELETE | /me/tokens/{program2}                       |                           | 404 |
                    ana  | DELETE | /me/tokens/{program2}                       |                           | 204 | session.revoke program:program2 by ana
                    nobody | POST | /auth/device                                | {"client": "laptop"}      | 200 |
                    ana  | POST   | /me/device                                  | {"userCode": "{userCode}", "approve": true} | 204 | session.sign-in program:program3 by ana
                    nobody | POST | /auth/token                                 | {"grantType": "device_code", "deviceCode": "{deviceCode}"} | 200 |
                    nobody | POST | /auth/revoke                                | {"refreshToken": "{refreshToken}"} | 204 | session.sign-out program:program3 by ana
                    nobody | POST | /auth/revoke                                | {"refreshToken": "{refreshToken}"} | 204 |
                    ana  | PUT    | /workspaces/research/connections/one        | {"kind": "openai", "key": "sk-secret", "default": true} | 201 | provider.create connection:connection1 by ana
                    ana  | PUT    | /workspaces/research/connections/two        | {"kind": "openai", "headers": {"x-team": "hidden"}, "default": true} | 201 | provider.default-lost connection:connection1 by ana; provider.create connection:connection2 by ana
                    ana  | PATCH  | /workspaces/research/connections/two        | {"models": ["m"]}         | 200 | provider.update connection:connection2 by ana
                    ana  | PATCH  | /workspaces/research/connections/two        | {"key": "sk-secret"}      | 200 | provider.update connection:connection2 by ana
                    ana  | PATCH  | /workspaces/research/connections/two        | {"kind": "nobody"}        | 400 |
                    ana  | POST   | /workspaces/research/connections/one/test   | {}                        | 400 |
                    ana  | PUT    | /workspaces/research/connections/bare       | {"kind": "openai"}        | 201 | provider.create connection:connection3 by ana
                    ana  | POST   | /workspaces/research/connections/bare/test  | {"model": "m"}            | 200 | provider.test connection:connection3 by ana
                    ana  | DELETE | /workspaces/research/connections/two        |                           | 204 | provider.archive connection:connection2 by ana
                    ana  | DELETE | /workspaces/research/connections/two        |                           | 404 |
                    ana  | PATCH  | /workspaces/research/limits                 | {"runsInFlight": 2}       | 200 | limit.update limits:workspace1 by ana
                    ana  | PATCH  | /workspaces/research/limits                 | {"runsInFlight": 2}       | 200 |
                    ana  | PATCH  | /workspaces/research/limits                 | {"runsInFlight": -2}      | 400 |
                    cleo | PATCH  | /workspaces/research/limits                 | {"runsInFlight": 3}       | 404 |
                    """)
    void labels_keys_programs_connections_and_limits(ArgumentsAccessor step) {
        script.take(step);
    }

    @Order(5)
    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ana  | POST | /workspaces/research/runs/import            | card,case_id,model,passed\\na,one,m,1  | 200 | card.create card:card1 by ana; suite.revision suite:suite1 by ana; run.import run:run1 by ana
                    ana  | POST | /workspaces/research/runs/import?suite=more | card,case_id,model,passed\\na,one,m,1  | 200 |
                    ana  | POST | /workspaces/research/runs/import            | card,case_id,model,passed\\na,one,m,0  | 200 | run.import run:run2 by ana
                    ana  | POST | /workspaces/research/runs/import            | card,case_id,model,passed\\nb,one,m,no | 400 |
                    cleo | POST | /workspaces/research/runs/import            | card,case_id,model,passed\\na,one,m,1  | 404 |
                    """)
    void imports(ArgumentsAccessor step) {
        script.take(step);
    }

    @Order(5)
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    session.sign-in-refused | null              | {"reason": "too-many-tries"}
                    workspace.rename        | {"name": "R"}     | {"name": "Research"}
                    member.role             | {"role": "guest"} | {"role": "viewer"}
                    invitation.refused      | null              | {"role": "viewer", "reason": "expired"}
                    label-protection.remove | {"roles": ["owner"]} | null
                    provider.default-lost   | {"default": true} | {"default": false}
                    provider.update         | {"keySet": false} | {"keySet": true, "keySent": true}
                    provider.test           | null              | {"provider": "openai:m"}
                    token.reuse             | null              | null
                    """)
    void an_event_says_what_was_and_what_is(String action, String before, String after)
            throws JsonProcessingException {
        var json = new ObjectMapper();
        var event = witness.last(action);

        assertThat(json.readTree(String.valueOf(event.before()))).isEqualTo(json.readTree(before));
        assertThat(json.readTree(String.valueOf(event.after()))).isEqualTo(json.readTree(after));
    }

    @Order(6)
    @Test
    void who_it_was_done_to_stands_apart() {
        var bob = script.person("bob");

        var event = witness.last("member.remove");

        assertThat(event.subjectId()).isEqualTo(bob.value());
        assertThat(String.valueOf(event.details())).contains(TestPeople.email(bob));
    }

    @Order(7)
    @Test
    void every_chain_is_intact_and_holds_neither_a_secret_nor_an_address() {
        var chains = script.node.local().get("/api/v1/audit/verify-all").json();

        assertThat(chains.findValuesAsText("workspace"))
                .containsExactlyInAnyOrder("null", "default", "research");
        assertThat(chains.findValuesAsText("intact")).containsOnly("true");
        assertThat(script.secrets).hasSizeGreaterThan(10);
        assertThat(witness.everything())
                .doesNotContain("@example.org")
                .doesNotContain(script.secrets);
    }

    @Order(8)
    @ParameterizedTest
    @CsvSource({
        "ana,,200",
        "ana,/verify,200",
        "ana,/export,200",
        "ana,/verify-all,403",
        "cleo,,403",
        "cleo,/verify,403",
        "cleo,/export,403",
    })
    void who_runs_the_installation_reads_and_verifies_its_log(
            String who, @Nullable String path, int status) {
        var address = "/api/v1/audit" + (path == null ? "" : path);

        assertThat(script.as(who).get(address).status()).isEqualTo(status);
    }
}
