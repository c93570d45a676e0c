package dev.promptcards.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;
import dev.promptcards.identity.People;
import dev.promptcards.tenancy.UserId;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Signing in by password, and what a session's cookie is good for.
class SignInTest {

    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);

    private final String email = TestServers.unique("ana") + "@example.org";
    private final Browser browser = NODE.browser();
    private UserId user;

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @BeforeEach
    void somebody() {
        DATABASE.ownerJdbi().useHandle(handle -> handle.execute("DELETE FROM sign_in_tries"));
        user = NODE.person(email, PASSWORD);
    }

    @Test
    void the_right_password_opens_a_session() {
        var answer = browser.signIn(email, PASSWORD);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("set-cookie"))
                .startsWith("promptcards_session=")
                .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000")
                .doesNotContain("Secure");
        var me = browser.get("/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("kind").asText()).isEqualTo("person");
        assertThat(me.json().at("/person/email").asText()).isEqualTo(email);
        assertThat(me.json().at("/person/id").asText()).isEqualTo(user.toString());
        assertThat(me.json().path("csrfToken").asText()).isEqualTo(browser.csrf());
        assertThat(me.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void the_address_may_be_written_in_any_case() {
        assertThat(browser.signIn(" " + email.toUpperCase(Locale.ROOT), PASSWORD).status())
                .isEqualTo(200);
    }

    @Test
    void nobody_and_a_wrong_password_get_the_same_answer_after_the_same_work() {
        var disabled = TestServers.unique("bob") + "@example.org";
        NODE.bean(People.class).disable(NODE.person(disabled, PASSWORD));

        long before = hashed();
        var wrong = browser.signIn(email, "wrong " + PASSWORD);
        long afterWrong = hashed();
        var nobody = browser.signIn("x" + email, PASSWORD);
        long afterNobody = hashed();
        var gone = browser.signIn(disabled, PASSWORD);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(nobody.text()).isEqualTo(wrong.text());
        assertThat(gone.text()).isEqualTo(wrong.text());
        assertThat(nobody.headers().keySet()).isEqualTo(wrong.headers().keySet());
        assertThat(afterWrong - before).isEqualTo(1);
        assertThat(afterNobody - afterWrong).isEqualTo(1);
        assertThat(hashed() - afterNobody).isEqualTo(1);
    }

    private static long hashed() {
        return NODE.bean(MeterRegistry.class).get("promptcards.password.hash").timer().count();
    }

    @Test
    void after_five_wrong_passwords_an_account_waits_and_so_does_one_that_is_not_there() {
        for (var tried : new String[] {email, "x" + email}) {
            IntStream.range(0, 6)
                    .forEach(
                            _ ->
                                    assertThat(browser.signIn(tried, "wrong").status())
                                            .isEqualTo(401));

            var refused = browser.signIn(tried, PASSWORD);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 2);
        }
    }

    @Test
    void each_further_wrong_password_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        var tries = NODE.bean(SignInTries.class);
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            assertThat(tries.begin(email, Optional.empty())).isEqualTo(new SignInTries.Answer.Go());
            waits.add(waitNow());
            letTheWaitPass();
        }
        assertThat(waits)
                .containsExactly(
                        0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L,
                        900L, 900L, 900L, 900L);
        assertThat(browser.signIn(email, PASSWORD).status()).isEqualTo(200);
        DATABASE.ownerJdbi().useHandle(h -> h.execute("DELETE FROM sign_in_tries WHERE tries = 0"));
        assertThat(tries.begin(email, Optional.empty())).isEqualTo(new SignInTries.Answer.Go());
        assertThat(waitNow()).isZero();
    }

    /// As the row says, whole seconds; nothing is counted.
    private long waitNow() {
        return DATABASE.ownerJdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT extract(epoch FROM blocked_until -"
                                                    + " last_at)::bigint FROM sign_in_tries ORDER"
                                                    + " BY tries DESC LIMIT 1")
                                        .mapTo(Long.class)
                                        .one());
    }

    @Test
    void who_tries_many_accounts_from_one_address_waits() {
        IntStream.range(0, 31).forEach(i -> browser.signIn("n" + i + "@example.org", "wrong"));

        assertThat(browser.signIn(email, PASSWORD).status()).isEqualTo(429);
        letTheWaitPass();
        assertThat(browser.signIn(email, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_hundred_tries_at_once_are_no_way_around() {
        var answers =
                IntStream.range(0, 100)
                        .mapToObj(
                                _ ->
                                        CompletableFuture.supplyAsync(
                                                () -> browser.signIn(email, "wrong").status(),
                                                Thread::startVirtualThread))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).containsOnly(401, 429);
        assertThat(answers.stream().filter(status -> status == 401)).hasSizeLessThan(9);
    }

    private static void letTheWaitPass() {
        DATABASE.ownerJdbi()
                .useHandle(h -> h.execute("UPDATE sign_in_tries SET blocked_until = now()"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://127.0.0.1:1",
                "http://localhost.evil.example"
            })
    void a_foreign_page_signs_nobody_in_and_changes_nothing(String origin) {
        browser.signIn(email, PASSWORD);
        var body = "{\"displayName\": \"Mallory\"}";

        for (var answer :
                new Api.Answer[] {
                    browser.sendAs("POST", "/api/v1/auth/sign-in", "{}", "Origin", origin),
                    browser.sendAs(
                            "PATCH",
                            "/api/v1/me",
                            body,
                            "Origin",
                            origin,
                            "X-CSRF-Token",
                            browser.csrf()),
                    browser.sendAs("POST", "/api/v1/auth/sign-out", null, "Origin", origin)
                }) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().path("type").asText()).isEqualTo("/problems/forbidden");
        }
        assertThat(browser.get("/api/v1/me").json().at("/person/displayName").asText())
                .isEqualTo("Somebody");
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, right, 200",
        "same-origin, wrong, 403",
        "same-origin, '',    403",
        "same-site,   right, 403",
        "cross-site,  right, 403",
        "none,        right, 403",
        "'',          right, 403"
    })
    void a_change_by_cookie_needs_our_origin_and_the_token(String site, String token, int status) {
        browser.signIn(email, PASSWORD);
        var headers = new ArrayList<String>();
        if (!site.isEmpty()) {
            headers.addAll(List.of("Sec-Fetch-Site", site));
        }
        if (!token.isEmpty()) {
            headers.addAll(List.of("X-CSRF-Token", token.equals("right") ? browser.csrf() : token));
        }

        var answer =
                browser.sendAs(
                        "PATCH",
                        "/api/v1/me",
                        "{\"displayName\": \"Ana\"}",
                        headers.toArray(String[]::new));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    void a_program_that_does_not_say_where_it_comes_from_is_told_how_to() {
        browser.signIn(email, PASSWORD);

        var answer = browser.sendAs("PATCH", "/api/v1/me", "{}", "X-CSRF-Token", browser.csrf());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asText()).contains("`Origin: " + NODE.url() + "`");
    }

    @Test
    void the_token_of_another_session_is_none() {
        browser.signIn(email, PASSWORD);
        var other = NODE.browser();
        other.signIn(email, PASSWORD);

        var answer =
                browser.sendAs(
                        "PATCH",
                        "/api/v1/me",
                        "{}",
                        "Origin",
                        NODE.url().toString(),
                        "X-CSRF-Token",
                        other.csrf());

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void what_carries_its_own_credential_needs_neither() {
        var answer =
                NODE.local()
                        .send(
                                "PUT",
                                "/api/v1/workspaces/" + TestServers.unique("w"),
                                "{\"name\": \"W\"}",
                                "Sec-Fetch-Site",
                                "cross-site");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @Test
    void a_cookie_that_was_tampered_with_is_nobody_s() {
        browser.signIn(email, PASSWORD);
        var other = NODE.browser();
        var theirs = TestServers.unique("cy") + "@example.org";
        NODE.person(theirs, PASSWORD);
        other.signIn(theirs, PASSWORD);
        var name = "promptcards_session=";
        var value = browser.cookie().substring(name.length());
        var foreign = other.cookie().substring(name.length());

        for (var forged :
                new String[] {
                    "",
                    "x",
                    value + "A",
                    value.substring(1),
                    "!" + value.substring(1),
                    flipped(value, 0),
                    flipped(value, 30),
                    flipped(value, 60),
                    // Another's person with one's own session and secret, and the other way round.
                    foreign.substring(0, 21) + value.substring(21),
                    value.substring(0, 43) + foreign.substring(43)
                }) {
            assertThat(browser.withCookie(name + forged).get("/api/v1/me").status())
                    .as(forged)
                    .isEqualTo(401);
        }
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(200);
    }

    private static String flipped(String value, int at) {
        return value.substring(0, at)
                + (value.charAt(at) == 'A' ? 'B' : 'A')
                + value.substring(at + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expires_at = now() - interval '1 second'",
                "revoked_at = now()",
                "secret_hash = decode(repeat('00', 32), 'hex')"
            })
    void a_session_that_ended_opens_nothing(String ended) {
        browser.signIn(email, PASSWORD);
        change(ended);

        assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    }

    private void change(String set) {
        DATABASE.transactions()
                .asUser(user, handle -> handle.execute("UPDATE user_sessions SET " + set));
    }

    @Test
    void a_session_lives_24_hours_after_its_last_use_and_30_days_at_most() {
        browser.signIn(email, PASSWORD);
        change(
                "created_at = now() - interval '719 hours', last_used_at = now() - interval '23"
                        + " hours', expires_at = now() + interval '1 minute'");

        var session = browser.get("/api/v1/me/sessions").json().at("/items/0");

        var expires = Instant.parse(session.path("expiresAt").asText());
        assertThat(expires)
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3700));
        assertThat(Instant.parse(session.path("lastUsedAt").asText()))
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void signing_out_ends_the_session_and_takes_the_cookie_away() {
        browser.signIn(email, PASSWORD);
        var cookie = browser.cookie();

        var answer = browser.post("/api/v1/auth/sign-out", "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("set-cookie")).contains("Max-Age=0");
        assertThat(browser.withCookie(cookie).get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_body_that_is_too_large_is_refused_before_it_is_read() {
        var large = "{\"email\": \"" + "x".repeat(20_000) + "\"}";
        var api = new Api(NODE.url(), null);

        assertThat(api.send("POST", "/api/v1/auth/sign-in", large).status()).isEqualTo(413);
        assertThat(
                        api.stream(
                                        "POST",
                                        "/api/v1/auth/sign-in",
                                        new ByteArrayInputStream(
                                                large.getBytes(StandardCharsets.UTF_8)),
                                        "application/json")
                                .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"email\": \"a@b\"}",
                "{\"email\": null, \"password\": \"x\"}",
                "{\"email\": 1, \"password\": \"x\"}",
                "{\"email\": \"a@b\", \"password\": \"x\", \"admin\": true}",
                "[]",
                "{"
            })
    void a_body_that_says_too_little_or_too_much_is_refused(String body) {
        assertThat(browser.post("/api/v1/auth/sign-in", body).status()).isEqualTo(400);
    }
}
