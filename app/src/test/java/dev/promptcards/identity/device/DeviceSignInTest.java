package dev.promptcards.identity.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.TestServers;
import dev.promptcards.identity.DrivenNode;
import dev.promptcards.identity.SomePeople;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/// A program without a browser signs in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceSignInTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private DrivenNode node;
    private UserId person;

    @BeforeAll
    void start() {
        node = DrivenNode.start();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @BeforeEach
    void newPerson() {
        person = SomePeople.person();
        // Else the sign-ins of all tests would be begun within one minute.
        node.advance(Duration.ofMinutes(1));
    }

    @Test
    void a_person_approves_the_code_a_program_shows() {
        var begun = begin();
        assertThat(begun.path("userCode").asText()).matches("[BCDFGHJKLMNPQRSTVWXZ-]{9}");
        assertThat(begun.path("verificationUri").asText()).isEqualTo("/device");
        assertThat(begun.path("expiresIn").asInt()).isEqualTo(600);
        assertRefused(ask(begun), "authorization_pending");

        var shown = node.get(person, "/api/v1/me/device/" + begun.path("userCode").asText());
        assertThat(shown.json().path("client").asText()).isEqualTo("test on a laptop");
        assertThat(shown.json().path("userCode")).isEqualTo(begun.path("userCode"));
        assertThat(decide(person, begun, true).status()).isEqualTo(204);
        node.advance(INTERVAL);
        var answer = ask(begun);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.json().path("expiresIn").asInt()).isEqualTo(900);
        var programs =
                node.with(answer.json().path("accessToken").asText()).get("/api/v1/me/tokens");
        assertThat(programs.status()).isEqualTo(200);
        assertThat(programs.json().path("items").path(0).path("current").asBoolean()).isTrue();
    }

    @Test
    void its_tokens_are_given_once() {
        var begun = begin();
        decide(person, begun, true);
        assertThat(ask(begun).status()).isEqualTo(200);

        node.advance(INTERVAL);

        assertRefused(ask(begun), "invalid_grant");
    }

    @Test
    void who_asks_too_fast_is_told_to_slow_down_and_waits_longer() {
        var begun = begin();
        assertRefused(ask(begun), "authorization_pending");
        node.advance(INTERVAL.minusMillis(1));
        assertRefused(ask(begun), "slow_down");

        decide(person, begun, true);
        node.advance(INTERVAL);
        assertRefused(ask(begun), "slow_down");
        node.advance(Duration.ofSeconds(15));
        assertThat(ask(begun).status()).isEqualTo(200);
    }

    @Test
    void a_sign_in_that_is_turned_away_stays_so() {
        var begun = begin();
        assertThat(decide(person, begun, false).status()).isEqualTo(204);

        assertRefused(ask(begun), "access_denied");
        assertThat(decide(person, begun, true).status()).isEqualTo(404);
    }

    @Test
    void a_code_is_decided_once() {
        var begun = begin();
        decide(person, begun, true);

        assertThat(decide(person, begun, true).status()).isEqualTo(404);
        assertThat(decide(SomePeople.person(), begun, true).status()).isEqualTo(404);
        assertThat(decide(person, begun, false).status()).isEqualTo(404);
        assertThat(ask(begun).status()).isEqualTo(200);
    }

    @Test
    void after_ten_minutes_it_is_too_late() {
        var begun = begin();
        node.advance(Duration.ofMinutes(10));

        assertRefused(ask(begun), "expired_token");
        assertThat(decide(person, begun, true).status()).isEqualTo(404);
    }

    @Test
    void an_approval_nobody_collects_signs_nothing_in() {
        var begun = begin();
        decide(person, begun, true);
        node.advance(Duration.ofMinutes(10));

        assertRefused(ask(begun), "expired_token");
        assertThat(node.get(person, "/api/v1/me/tokens").json().path("items")).isEmpty();
    }

    @Test
    void who_was_disabled_meanwhile_is_not_signed_in() {
        var begun = begin();
        decide(person, begun, true);
        SomePeople.disable(person);

        assertRefused(ask(begun), "access_denied");
    }

    @Test
    void a_code_is_read_as_people_type_it() {
        var begun = begin();
        var typed = begun.path("userCode").asText().toLowerCase().replace("-", " ");

        assertThat(decide(person, typed, true).status()).isEqualTo(204);
    }

    @Test
    void guessing_codes_ends_after_ten() {
        var begun = begin();
        for (int i = 0; i < Approvals.WRONG_CODES; i++) {
            assertThat(decide(person, "BBBB-BBB" + "BCDFGHJKLM".charAt(i), true).status())
                    .isEqualTo(404);
        }

        assertThat(decide(person, begun, true).status()).isEqualTo(429);
        assertThat(node.get(person, "/api/v1/me/device/BBBB-BBBB").status()).isEqualTo(429);
        assertThat(decide(SomePeople.person(), begun, false).status()).isEqualTo(204);
        node.advance(Duration.ofMinutes(10));
        assertThat(decide(person, begin(), true).status()).isEqualTo(204);
    }

    @Test
    void beginning_without_end_is_refused() {
        for (int i = 0; i < 30; i++) {
            assertThat(tryToBegin("test").status()).isEqualTo(200);
        }

        var answer = tryToBegin("test");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("60");
    }

    @Test
    void only_a_person_at_a_browser_approves() {
        var begun = begin();
        var workspace = TestServers.workspace();
        var key =
                node.local()
                        .send(
                                "POST",
                                "/api/v1/workspaces/w-" + workspace + "/keys",
                                "{\"name\": \"k\", \"scopes\": [\"card.read\"]}")
                        .json();
        var program = node.signIn(person);

        for (var api :
                new Api[] {
                    node.local(),
                    node.with(key.path("key").asText()),
                    node.with(program.path("accessToken").asText())
                }) {
            assertThat(api.send("POST", "/api/v1/me/device", decision(begun, true)).status())
                    .isEqualTo(403);
        }
        assertThat(
                        node.with(null)
                                .send("POST", "/api/v1/me/device", decision(begun, true))
                                .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"client\": \"\"}",
                "{\"client\": \"two\\nlines\"}",
                "{\"client\": 5}",
                "{\"client\": \"a\", \"user\": \"b\"}"
            })
    void a_program_says_what_it_is(String body) {
        assertThat(node.with(null).send("POST", "/api/v1/auth/device", body).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"grantType\": \"password\"}>unsupported_grant_type",
                "{}>unsupported_grant_type",
                "{\"grantType\": \"device_code\"}>",
                "{\"grantType\": \"refresh_token\"}>",
                "{\"grantType\": \"device_code\", \"deviceCode\": \"pcd_x\"}>invalid_grant",
                "{\"grantType\": \"refresh_token\", \"refreshToken\": \"\"}>invalid_grant"
            })
    void what_is_no_grant_gets_no_token(String row) {
        var parts = row.split(">", -1);
        var answer = node.with(null).send("POST", "/api/v1/auth/token", parts[0]);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo(parts[1]);
    }

    @Test
    void a_guessed_device_code_is_none() {
        var word = Credential.mint(Credential.Kind.DEVICE_CODE, NewId.next()).word();

        assertRefused(ask(word), "invalid_grant");
    }

    @Test
    void nothing_stored_holds_the_device_code() {
        var begun = begin();
        var secret =
                Credential.of(Credential.Kind.DEVICE_CODE, begun.path("deviceCode").asText())
                        .orElseThrow()
                        .secret();

        var rows =
                TestServers.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery("SELECT d::text FROM device_sign_ins d")
                                                .mapTo(String.class)
                                                .list());

        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret));
    }

    private JsonNode begin() {
        return tryToBegin("test on a laptop").json();
    }

    private Api.Answer tryToBegin(String client) {
        return node.with(null)
                .send("POST", "/api/v1/auth/device", "{\"client\": \"%s\"}".formatted(client));
    }

    private Api.Answer ask(JsonNode begun) {
        return ask(begun.path("deviceCode").asText());
    }

    private Api.Answer ask(String deviceCode) {
        return node.with(null)
                .send(
                        "POST",
                        "/api/v1/auth/token",
                        "{\"grantType\": \"device_code\", \"deviceCode\": \"%s\"}"
                                .formatted(deviceCode));
    }

    private Api.Answer decide(UserId by, JsonNode begun, boolean approve) {
        return node.send(by, "POST", "/api/v1/me/device", decision(begun, approve));
    }

    private Api.Answer decide(UserId by, String code, boolean approve) {
        return node.send(by, "POST", "/api/v1/me/device", decision(code, approve));
    }

    private static String decision(JsonNode begun, boolean approve) {
        return decision(begun.path("userCode").asText(), approve);
    }

    private static String decision(String code, boolean approve) {
        return "{\"userCode\": \"%s\", \"approve\": %s}".formatted(code, approve);
    }

    private static void assertRefused(Api.Answer answer, String error) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("type").asText()).isEqualTo("/problems/not-granted");
    }
}
