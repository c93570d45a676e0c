package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.Api;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;
import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class PublicAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cards.example.org",
                "https://cards.example.org:8443/",
                "http://localhost:8080",
                "http://127.0.0.1:8080",
                "http://[::1]:8080"
            })
    void an_address_people_can_open_safely_is_taken(String url) {
        assertThat(PublicAddress.parse(url)).hasToString(url.replaceFirst("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cards.example.org",
                "http://192.168.1.7:8080",
                "cards.example.org",
                "https://",
                "https://cards.example.org/prompts",
                "https://user@cards.example.org",
                "https://cards.example.org?x",
                "ftp://cards.example.org",
                "not an address"
            })
    void another_is_refused(String url) {
        assertThatThrownBy(() -> PublicAddress.parse(url))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("PROMPTCARDS_URL");
    }

    @Test
    void behind_a_proxy_cookies_are_for_https_and_one_host_alone() {
        try (TestDatabase database = TestServers.freshDatabase();
                Node node =
                        Node.on(
                                database,
                                TestServers.redisUrl(),
                                Ticker.systemTicker(),
                                Map.of("promptcards.url", "https://cards.example.org"))) {
            node.person("ana@example.org", "a sentence of mine");
            var api = new Api(node.url(), null);
            var body = "{\"email\": \"ana@example.org\", \"password\": \"a sentence of mine\"}";

            var answer =
                    api.send(
                            "POST",
                            "/api/v1/auth/sign-in",
                            body,
                            "Origin",
                            "https://cards.example.org");

            assertThat(answer.header("set-cookie"))
                    .startsWith("__Host-promptcards_session=")
                    .contains("Secure", "Path=/")
                    .doesNotContain("Domain");
            assertThat(
                            api.send(
                                            "POST",
                                            "/api/v1/auth/sign-in",
                                            body,
                                            "Origin",
                                            node.url().toString())
                                    .status())
                    .isEqualTo(403);
            assertThat(node.bean(PublicAddress.class).link("/join/x"))
                    .hasToString("https://cards.example.org/join/x");
            node.local().send("PUT", "/api/v1/workspaces/team", "{\"name\": \"Team\"}");
            assertThat(
                            node.local()
                                    .send(
                                            "POST",
                                            "/api/v1/workspaces/team/invitations",
                                            "{\"role\": \"viewer\"}")
                                    .json()
                                    .path("link")
                                    .asText())
                    .startsWith("https://cards.example.org/join/");
        }
    }
}
