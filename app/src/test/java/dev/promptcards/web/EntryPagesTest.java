package dev.promptcards.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;
import dev.promptcards.identity.entry.SetUp;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// The pages by which one comes in, as a browser without scripts meets them.
class EntryPagesTest {

    private static final String PASSWORD = "a sentence of mine";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);
    private static String link = "";

    @BeforeAll
    static void setUp() {
        link = "/set-up/" + NODE.bean(SetUp.class).newToken().orElseThrow();
        var browser = NODE.browser();
        assertThat(browser.get(link).text()).contains("You become the owner");
        var wrong = browser.form(link, Map.of("displayName", "Ana", "email", "x", "password", "y"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("role=\"alert\"", "value=\"Ana\"");
        var done =
                browser.form(
                        link,
                        Map.of(
                                "displayName",
                                "<b>Ana</b>",
                                "email",
                                "ana@example.org",
                                "password",
                                PASSWORD));
        assertThat(done.status()).isEqualTo(303);
        assertThat(done.header("location")).isEqualTo("/");
        assertThat(browser.get("/").text())
                .contains("signed in as &lt;b&gt;Ana&lt;/b&gt;")
                .doesNotContain("<b>");
    }

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @Test
    void a_used_link_says_so() {
        var answer = NODE.browser().get(link);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("This link was used").doesNotContain("<form");
    }

    @Test
    void a_form_signs_in_and_out() {
        var browser = NODE.browser();
        assertThat(browser.get("/").header("location")).isEqualTo("/sign-in");

        assertThat(signIn(browser, PASSWORD, "/").status()).isEqualTo(303);

        var home = browser.get("/");
        assertThat(home.status()).isEqualTo(200);
        var csrf = Jsoup.parse(home.text()).selectXpath("//input[@name='csrf']").attr("value");
        assertThat(browser.form("/sign-out", Map.of("csrf", "wrong")).status()).isEqualTo(403);
        assertThat(browser.get("/").status()).isEqualTo(200);
        assertThat(browser.form("/sign-out", Map.of("csrf", csrf)).header("location"))
                .isEqualTo("/sign-in");
        assertThat(browser.get("/").status()).isEqualTo(303);
    }

    @Test
    void a_wrong_password_shows_the_form_again_with_what_was_typed_but_the_password() {
        var answer = signIn(NODE.browser(), "wrong \"sentence\"", "/w/default");

        assertThat(answer.status()).isEqualTo(401);
        var page = Jsoup.parse(answer.text());
        assertThat(page.select("[role=alert]").text()).contains("is wrong");
        assertThat(page.select("#email").attr("value")).isEqualTo("ana@example.org");
        assertThat(page.select("#password").attr("value")).isEmpty();
        assertThat(page.select("[name=next]").attr("value")).isEqualTo("/w/default");
    }

    @ParameterizedTest
    @CsvSource({
        "/w/default/runs/41?show=failing, /w/default/runs/41?show=failing",
        "//evil.example, /",
        "/\\evil.example, /",
        "https://evil.example, /",
        "javascript:alert(1), /",
        "'', /"
    })
    void one_is_sent_on_to_a_page_of_ours_and_nowhere_else(String next, String target) {
        assertThat(signIn(NODE.browser(), PASSWORD, next).header("location")).isEqualTo(target);
    }

    @Test
    void a_page_that_breaks_a_line_into_a_header_is_none_of_ours() {
        assertThat(OwnPath.of("/a\r\nSet-Cookie: x=y")).isEqualTo("/");
        assertThat(OwnPath.of(null)).isEqualTo("/");
    }

    @Test
    void a_form_of_a_foreign_page_is_refused() {
        var answer =
                new Api(NODE.url(), null)
                        .send(
                                "POST",
                                "/sign-in",
                                "email=ana%40example.org&password=x",
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Origin",
                                "https://evil.example");

        assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/set-up/x", "/"})
    void a_page_may_do_nothing_but_be_shown(String path) {
        var answer = NODE.browser().get(path);

        assertThat(answer.header("content-security-policy"))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                                + " base-uri 'none'; frame-ancestors 'none'");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("referrer-policy")).isEqualTo("same-origin");
        assertThat(answer.text()).doesNotContain("<script", "style=", "onclick", "http:", "https:");
    }

    @Test
    void every_field_has_its_label_and_the_page_its_language_and_one_heading() {
        var page = Jsoup.parse(NODE.browser().get("/sign-in").text());

        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("main")).hasSize(1);
        assertThat(page.select("input:not([type=hidden])"))
                .isNotEmpty()
                .allSatisfy(
                        input ->
                                assertThat(page.select("label[for=" + input.id() + "]"))
                                        .hasSize(1));
        assertThat(page.select("#password").attr("autocomplete")).isEqualTo("current-password");
    }

    @Test
    void the_stylesheet_is_kept_for_ever_under_its_hash() {
        var page = Jsoup.parse(NODE.browser().get("/sign-in").text());

        var style = NODE.browser().get(page.select("link[rel=stylesheet]").attr("href"));

        assertThat(style.status()).isEqualTo(200);
        assertThat(style.header("content-type")).startsWith("text/css");
        assertThat(style.header("cache-control")).contains("immutable");
        assertThat(NODE.browser().get("/assets/page.css").status()).isEqualTo(404);
    }

    private static Answer signIn(Browser browser, String password, String next) {
        return browser.form(
                "/sign-in", Map.of("email", "ana@example.org", "password", password, "next", next));
    }
}
