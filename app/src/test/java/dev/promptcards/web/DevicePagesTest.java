package dev.promptcards.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.Map;

/// The pages by which somebody signs a program in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicePagesTest {

    private static final String PASSWORD = "a sentence is a good one";

    private final TestDatabase database = TestServers.freshDatabase();
    private Node node;
    private Browser browser;

    @BeforeAll
    void start() {
        node = Node.on(database);
        node.person("ana@example.org", PASSWORD);
    }

    @AfterAll
    void stop() {
        node.close();
        database.close();
    }

    @BeforeEach
    void signIn() {
        browser = node.browser();
        browser.signIn("ana@example.org", PASSWORD);
    }

    @Test
    void somebody_types_the_code_and_signs_the_program_in() {
        var begun = begin("<b>laptop</b>");
        assertThat(browser.get("/device").text()).contains("name=\"code\"");

        var page = browser.get("/device?code=" + code(begun));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("&lt;b&gt;laptop", "ana@example.org", code(begun))
                .doesNotContain("<b>laptop");
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        var done = decide(begun, "approve", browser.csrf());

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.text()).contains("is signed in as you");
        assertThat(token(begun)).isEqualTo(200);
        assertThat(decide(begun, "approve", browser.csrf()).status()).isEqualTo(404);
    }

    @Test
    void somebody_turns_it_away() {
        var begun = begin("laptop");

        assertThat(decide(begun, "deny", browser.csrf()).text()).contains("was turned away");

        assertThat(token(begun)).isEqualTo(400);
    }

    @Test
    void a_foreign_page_decides_nothing() {
        var begun = begin("laptop");

        assertThat(decide(begun, "approve", "guessed").status()).isEqualTo(403);
        assertThat(decide(begun, "maybe", browser.csrf()).status()).isEqualTo(400);

        assertThat(token(begun)).isEqualTo(400);
    }

    @Test
    void a_wrong_code_is_told_so() {
        var page = browser.get("/device?code=WRONG");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("role=\"alert\"", "value=\"WRONG\"");
    }

    @Test
    void who_is_not_signed_in_does_that_first() {
        var stranger = node.browser();

        assertThat(stranger.get("/device").header("location")).isEqualTo("/sign-in?next=%2Fdevice");
        assertThat(stranger.get("/device?code=BCDF-GHJK").header("location"))
                .isEqualTo("/sign-in?next=%2Fdevice%3Fcode%3DBCDF-GHJK");
        assertThat(
                        stranger.form("/device", Map.of("code", "BCDF-GHJK", "decision", "approve"))
                                .header("location"))
                .startsWith("/sign-in");
    }

    private JsonNode begin(String client) {
        return node.local()
                .send("POST", "/api/v1/auth/device", "{\"client\": \"%s\"}".formatted(client))
                .json();
    }

    private static String code(JsonNode begun) {
        return begun.path("userCode").asText();
    }

    private dev.promptcards.Api.Answer decide(JsonNode begun, String decision, String csrf) {
        return browser.form(
                "/device", Map.of("code", code(begun), "decision", decision, "csrf", csrf));
    }

    private int token(JsonNode begun) {
        return node.local()
                .send(
                        "POST",
                        "/api/v1/auth/token",
                        "{\"grantType\": \"device_code\", \"deviceCode\": \"%s\"}"
                                .formatted(begun.path("deviceCode").asText()))
                .status();
    }
}
