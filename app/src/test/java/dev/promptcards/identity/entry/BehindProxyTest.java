package dev.promptcards.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.Api.Answer;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.stream.IntStream;

/// Signing in through a proxy on the loopback.
class BehindProxyTest {

    private static final String PASSWORD = "correct horse battery";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node BEHIND =
            Node.on(
                    DATABASE,
                    TestServers.redisUrl(),
                    Ticker.systemTicker(),
                    Map.of("promptcards.trusted-proxies", "127.0.0.0/8"));
    private static final Node ALONE = Node.on(DATABASE);

    private final String email = TestServers.unique("ana") + "@example.org";

    @AfterAll
    static void close() {
        ALONE.close();
        BEHIND.close();
        DATABASE.close();
    }

    @Test
    void who_guesses_shuts_out_their_own_address_and_nobody_else_s() {
        BEHIND.person(email, PASSWORD);
        // The attacker makes up another address each time; the proxy writes the true one after it.
        IntStream.range(0, 31)
                .forEach(
                        i ->
                                signIn(
                                        BEHIND,
                                        "n" + i + email,
                                        "198.51.100.%d, 203.0.113.66".formatted(i)));

        assertThat(signIn(BEHIND, email, "198.51.100.99, 203.0.113.66").status()).isEqualTo(429);
        assertThat(signIn(BEHIND, email, "203.0.113.9").status()).isEqualTo(200);
    }

    @Test
    void histories_show_the_client_and_not_the_proxy() {
        BEHIND.person(email, PASSWORD);
        var browser = BEHIND.browser();
        browser.send("POST", "/api/v1/auth/sign-in", body(email), "X-Forwarded-For", "203.0.113.9");

        assertThat(browser.get("/api/v1/me/sessions").json().at("/items/0/address").asText())
                .isEqualTo("203.0.113.9");
        assertThat(lastAddressInTheAuditLog()).isEqualTo("203.0.113.9");
    }

    @Test
    void a_server_that_was_told_of_no_proxy_believes_nobody() {
        ALONE.person(email, PASSWORD);
        var browser = ALONE.browser();
        browser.send("POST", "/api/v1/auth/sign-in", body(email), "X-Forwarded-For", "203.0.113.9");

        assertThat(browser.get("/api/v1/me/sessions").json().at("/items/0/address").asText())
                .isEqualTo("127.0.0.1");
    }

    private static String lastAddressInTheAuditLog() {
        return BEHIND.local()
                .get("/api/v1/audit?action=session.sign-in&limit=1")
                .json()
                .at("/items/0/address")
                .asText();
    }

    private static Answer signIn(Node node, String email, String forwardedFor) {
        return node.browser()
                .sendAs(
                        "POST",
                        "/api/v1/auth/sign-in",
                        body(email),
                        "X-Forwarded-For",
                        forwardedFor,
                        "Sec-Fetch-Site",
                        "same-origin");
    }

    private static String body(String email) {
        return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD);
    }
}
