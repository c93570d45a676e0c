package dev.promptcards.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api.Answer;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// The page an invitation's link opens, as a browser without scripts meets it.
class JoinPagesTest {

    private static final String PASSWORD = "a sentence of mine";
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final Node NODE = Node.on(DATABASE);

    private final String email = TestServers.unique("guest") + "@example.org";

    @AfterAll
    static void close() {
        NODE.close();
        DATABASE.close();
    }

    @Test
    void somebody_new_makes_an_account_and_is_signed_in_and_a_member() {
        var link = invite("{\"role\": \"editor\"}");
        var browser = NODE.browser();

        var page = browser.get(link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(Jsoup.parse(page.text()).select("button").text()).startsWith("Join ");
        assertThat(page.header("content-security-policy")).startsWith("default-src 'none'");
        var joined = newcomer(browser, link, email);

        assertThat(joined.status()).as(joined.text()).isEqualTo(303);
        assertThat(browser.get("/").text()).contains(email, "(default), as editor");
        var me = browser.get("/api/v1/me").json();
        assertThat(me.at("/workspaces/0/role").asText()).isEqualTo("editor");
        assertThat(me.at("/person/admin").asBoolean()).isFalse();
        assertThat(NODE.browser().signIn(email, PASSWORD).status()).isEqualTo(200);
        assertThat(NODE.browser().get(link).status()).isEqualTo(404);
        assertThat(NODE.browser().get(link).text()).contains("This invitation cannot be used");
        assertThat(newcomer(NODE.browser(), link, "x" + email).status()).isEqualTo(404);
        assertThat(NODE.browser().signIn("x" + email, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void the_api_does_the_same_and_takes_the_address_from_the_invitation() {
        var link = invite("{\"role\": \"viewer\", \"email\": \"%s\"}".formatted(email));
        var browser = NODE.browser();

        var joined =
                browser.post(
                        "/api/v1/auth" + link,
                        "{\"displayName\": \"Guest\", \"password\": \"%s\"}".formatted(PASSWORD));

        assertThat(joined.status()).as(joined.text()).isEqualTo(201);
        assertThat(browser.get("/api/v1/me").json().at("/person/email").asText()).isEqualTo(email);
    }

    @Test
    void somebody_signed_in_joins_by_one_button() {
        NODE.person(email, PASSWORD);
        var browser = NODE.browser();
        var link = invite("{\"role\": \"viewer\"}");
        var signIn = Jsoup.parse(browser.get(link).text()).select("a").attr("href");
        assertThat(signIn).isEqualTo("/sign-in?next=" + link);
        browser.signIn(email, PASSWORD);

        var page = browser.get(link);
        assertThat(page.text()).contains("signed in as Somebody (" + email + ")");
        assertThat(browser.form(link, Map.of("csrf", "wrong")).status()).isEqualTo(403);
        var joined = browser.form(link, Map.of("csrf", browser.csrf()));

        assertThat(joined.header("location")).as(joined.text()).isEqualTo("/");
        assertThat(browser.get("/").text()).contains("(default), as viewer");
        var again = invite("{\"role\": \"owner\"}");
        var refused = browser.form(again, Map.of("csrf", browser.csrf()));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("a member of `default` already");
    }

    @Test
    void the_wrong_account_signs_out_and_comes_back() {
        NODE.person(email, PASSWORD);
        var browser = NODE.browser();
        browser.signIn(email, PASSWORD);
        var link = invite("{\"role\": \"viewer\", \"email\": \"other%s\"}".formatted(email));

        var page = browser.get(link);
        assertThat(page.text()).contains("is for other" + email).doesNotContain("Join default as");
        assertThat(browser.form(link, Map.of("csrf", browser.csrf())).status()).isEqualTo(404);
        var out = new HashMap<String, String>();
        Jsoup.parse(page.text())
                .select("form[action=/sign-out] input")
                .forEach(it -> out.put(it.attr("name"), it.attr("value")));

        assertThat(browser.form("/sign-out", out).header("location")).isEqualTo(link);

        var newcomer = Jsoup.parse(browser.get(link).text());
        assertThat(newcomer.select("#email[readonly]").attr("value")).isEqualTo("other" + email);
        assertThat(newcomer(browser, link, "third" + email).status()).isEqualTo(404);
        assertThat(newcomer(browser, link, "other" + email).status()).isEqualTo(303);
    }

    @Test
    void what_was_typed_wrong_is_shown_again_but_the_password_and_the_link_stays_good() {
        var link = invite("{\"role\": \"viewer\"}");

        var wrong = newcomer(NODE.browser(), link, "no address");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("role=\"alert\"", "value=\"&lt;i&gt;Guest&lt;/i&gt;\"");

        assertThat(newcomer(NODE.browser(), link, "new" + email).status()).isEqualTo(303);
    }

    @Test
    void an_account_is_joined_by_its_password_and_by_nothing_else() {
        NODE.person(email, PASSWORD);
        var link = invite("{\"role\": \"viewer\"}");
        var form = Map.of("displayName", "Guest", "email", email, "password", "not my password");

        var wrong = NODE.browser().form(link, form);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text())
                .contains("The e-mail address or the password is wrong", email)
                .doesNotContain("not my password", "already");
        assertThat(NODE.browser().get(link).status()).as("the link stays good").isEqualTo(200);

        var browser = NODE.browser();
        assertThat(newcomer(browser, link, email).status()).isEqualTo(303);
        assertThat(browser.get("/").text()).contains(email, "(default), as viewer");
        assertThat(browser.get("/api/v1/me").json().at("/person/displayName").asText())
                .isEqualTo("Somebody");
    }

    @Test
    void who_guesses_accounts_by_a_link_is_slowed_down_as_at_the_sign_in() {
        NODE.person(email, PASSWORD);
        var link = invite("{\"role\": \"viewer\"}");
        var path = "/api/v1/auth" + link;
        var body =
                "{\"displayName\": \"G\", \"email\": \"%s\", \"password\": \"wrong wrong wrong\"}"
                        .formatted(email);

        for (int i = 0; i < 6; i++) {
            assertThat(NODE.browser().post(path, body).status()).isEqualTo(401);
        }

        assertThat(NODE.browser().post(path, body).status()).isEqualTo(429);
        assertThat(newcomer(NODE.browser(), link, email).status()).isEqualTo(429);
    }

    @Test
    void a_foreign_page_joins_nobody() {
        var link = invite("{\"role\": \"viewer\"}");

        var answer =
                NODE.browser()
                        .sendAs(
                                "POST",
                                link,
                                "displayName=G&email=g%40example.org&password=" + "x".repeat(12),
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Origin",
                                "https://evil.example");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(NODE.browser().get(link).status()).isEqualTo(200);
    }

    private static Answer newcomer(Browser browser, String link, String email) {
        return browser.form(
                link, Map.of("displayName", "<i>Guest</i>", "email", email, "password", PASSWORD));
    }

    /// The path of a new link.
    private static String invite(String body) {
        var made = NODE.local().send("POST", "/api/v1/workspaces/default/invitations", body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return URI.create(made.json().path("link").asText()).getPath();
    }
}
