package dev.promptcards.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.promptcards.Api;
import dev.promptcards.identity.People;
import dev.promptcards.tenancy.UserId;

import io.micronaut.context.ApplicationContext;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.web.router.Router;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Signing in at a provider, as a browser is sent to and fro.
class SingleSignOnTest {

    private static final SingleSignOnRig RIG = new SingleSignOnRig(new OpenIdProvider(), Map.of());

    private final JarBrowser browser = new JarBrowser();

    @AfterAll
    static void close() {
        RIG.close();
    }

    @BeforeEach
    void reset() {
        RIG.reset();
    }

    @Test
    void the_sign_in_page_shows_a_button_that_keeps_where_one_was_going() {
        var page = browser.get(RIG.at("/sign-in?next=/runs?a=1%26b=2"));

        assertThat(page.body())
                .contains("href=\"/sign-in/sso?next=%2Fruns%3Fa%3D1%26b%3D2\"")
                .contains("Sign in with Example &amp; Sons");
    }

    @Test
    void somebody_new_of_an_allowed_domain_becomes_a_person_with_a_session_of_ours() {
        var end = signIn("/sign-in/sso?next=/runs");

        assertThat(end.statusCode()).as(end.body()).isEqualTo(303);
        assertThat(end.headers().firstValue("Location")).hasValue("/runs");
        assertThat(end.headers().allValues("Set-Cookie"))
                .anySatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .startsWith(SingleSignOnRig.SESSION + "=")
                                        .contains("HTTPOnly", "SameSite=Lax", "Path=/"));
        assertThat(browser.all())
                .extracting(HttpCookie::getName)
                .containsExactly(SingleSignOnRig.SESSION);
        var me = browser.get(RIG.at("/api/v1/me"));
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("ada@example.org", "\"Ada\"");
        assertThat(RIG.counts()).containsExactly(2, 1, 1);
        assertThat(RIG.audited())
                .containsExactly(
                        "user.create user", "user.identity-link user", "session.sign-in session");
        RIG.assertNothingLogged();
    }

    @Test
    void the_cookies_of_an_exchange_are_for_our_server_and_ten_minutes() {
        var begun = browser.get(RIG.at("/sign-in/sso"));

        assertThat(begun.headers().allValues("Set-Cookie"))
                .hasSize(4)
                .allSatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .startsWith("promptcards_sso_")
                                        .contains(
                                                "HTTPOnly",
                                                "SameSite=Lax",
                                                "Path=/",
                                                "Max-Age=600"));
        assertThat(begun.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void somebody_who_is_here_is_linked_by_their_verified_address_and_known_ever_after() {
        var ada = RIG.node.person("ADA@example.org", "correct horse battery");
        signIn("/sign-in/sso");
        // From now on an address that changes there, or is taken away, changes nothing here.
        claims(claims -> claims.claim("email", "owner@example.org"));
        signIn("/sign-in/sso");
        claims(claims -> claims.claim("email", null).claim("email_verified", null));
        var end = signIn("/sign-in/sso");

        assertThat(end.statusCode()).isEqualTo(303);
        assertThat(RIG.column("SELECT DISTINCT user_id::text FROM user_sessions"))
                .containsExactly(ada.toString());
        assertThat(RIG.column("SELECT email FROM users WHERE id = '" + ada + "'"))
                .containsExactly("ADA@example.org");
        assertThat(RIG.counts()).containsExactly(2, 1, 3);
        assertThat(RIG.audited())
                .containsExactly(
                        "user.identity-link user",
                        "session.sign-in session",
                        "session.sign-in session",
                        "session.sign-in session");
    }

    @Test
    void an_address_given_to_somebody_else_at_the_provider_does_not_give_them_the_account() {
        signIn("/sign-in/sso");
        claims(claims -> claims.subject("subject-2"));

        assertRefused(Refusal.EMAIL_OF_ANOTHER);
    }

    @Test
    void who_is_disabled_stays_out_known_or_not() {
        var ada = RIG.node.person("ada@example.org", "correct horse battery");
        RIG.node.bean(People.class).disable(ada);
        assertRefused(Refusal.DISABLED);

        enable(ada);
        signIn("/sign-in/sso");
        RIG.node.bean(People.class).disable(ada);

        assertRefused(Refusal.DISABLED);
    }

    @Test
    void nobody_comes_before_the_first_person() {
        RIG.database.ownerJdbi().useHandle(handle -> handle.execute("TRUNCATE users CASCADE"));

        assertRefused(Refusal.NOT_SET_UP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/%09/evil.example",
                "javascript:alert(1)",
                "sign-in"
            })
    void nobody_is_sent_anywhere_but_to_a_page_of_ours(String next) {
        var end = signIn("/sign-in/sso?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));

        assertThat(end.headers().firstValue("Location").orElseThrow())
                .matches("/(%09/evil.example)?");
    }

    @Test
    void where_to_go_is_looked_at_again_when_somebody_comes_back() {
        var sent = browser.follow(RIG.at("/sign-in/sso?next=/runs"), 1);
        browser.all().stream()
                .filter(it -> it.getName().endsWith("_next"))
                .forEach(it -> it.setValue("//evil.example"));

        var end = browser.get(JarBrowser.location(sent));

        assertThat(end.headers().firstValue("Location")).hasValue("/");
    }

    /// What a provider's token says, changed at one place.
    @ParameterizedTest
    @CsvSource({
        "email_verified, false,                  EMAIL_NOT_VERIFIED",
        "email_verified, ,                       EMAIL_NOT_VERIFIED",
        "email_verified, 1,                      EMAIL_NOT_VERIFIED",
        "email,          ,                       NO_EMAIL",
        "email,          ada,                    NO_EMAIL",
        "email,          ada@example.org@,       NO_EMAIL",
        "email,          ada@foreign.example,    NOT_INVITED",
        "email,          ada@sub.example.org,    NOT_INVITED",
        "email,          ada@notexample.org,     NOT_INVITED",
        // Its first letter is the Kelvin sign, in lower case a k.
        "email,          \u212Aim@example.org,   NO_EMAIL",
        "sub,            ,                       ID_TOKEN",
        "sub,            '',                     ID_TOKEN",
        "aud,            another-client,         ID_TOKEN",
        "aud,            ,                       ID_TOKEN",
        "azp,            another-client,         ID_TOKEN",
        "iss,            https://evil.example,   ID_TOKEN",
        "iss,            ,                       ID_TOKEN",
        "nonce,          of-another-exchange,    ID_TOKEN",
        "nonce,          ,                       ID_TOKEN",
        "exp,            1700000000,             ID_TOKEN",
        "exp,            ,                       ID_TOKEN",
        "nbf,            4000000000,             ID_TOKEN"
    })
    void what_the_token_says_lets_nobody_in(String claim, String value, Refusal reason) {
        RIG.node.person("kim@example.org", "correct horse battery");
        claims(
                claims ->
                        claims.claim(
                                claim,
                                value != null && value.matches("\\d{10}")
                                        ? Long.valueOf(value)
                                        : value));

        assertRefused(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "always,  ada@foreign.example, /,            ",
        "allowed, ada@EXAMPLE.ORG,     /,            ",
        "allowed, ada@foreign.example, /,            NOT_INVITED",
        "allowed, ada@foreign.example, /join/secret, ",
        "allowed, bob@foreign.example, /join/secret, NOT_INVITED",
        "never,   ada@foreign.example, /join/secret, NOT_INVITED",
        "never,   ada@example.org,     /,            NOT_INVITED"
    })
    void the_installation_says_who_may_become_a_person(
            String whom, String email, String next, Refusal fault) {
        var admission =
                new Admission(
                        new SingleSignOn(
                                URI.create("https://login.example.org"),
                                "Example",
                                Set.of("example.org"),
                                NewPeople.of(whom).orElseThrow()),
                        RIG.node.bean(People.class),
                        List.of(
                                (path, address) ->
                                        path.equals("/join/secret")
                                                && address.equals("ada@foreign.example")));

        assertThat(admission.fault(email, next)).isEqualTo(Optional.ofNullable(fault));
    }

    @Test
    void who_opened_an_invitation_for_their_address_becomes_a_person_and_comes_back_to_it() {
        claims(claims -> claims.claim("email", "ada@foreign.example"));
        var link = invitation("ADA@foreign.example");

        var end = signIn("/sign-in/sso?next=" + link);

        assertThat(end.statusCode()).as(end.body()).isEqualTo(303);
        assertThat(end.headers().firstValue("Location")).hasValue(link);
    }

    @Test
    void an_invitation_for_somebody_else_and_one_that_is_none_let_nobody_in() {
        claims(claims -> claims.claim("email", "ada@foreign.example"));
        for (var next : List.of(invitation("bob@foreign.example"), "/join/none", "/join/")) {
            RIG.assertRefused(
                    browser, () -> signIn("/sign-in/sso?next=" + next), Refusal.NOT_INVITED);
        }
    }

    @Test
    void what_opens_an_api_is_a_session_of_ours_and_no_token_of_the_provider() {
        signIn("/sign-in/sso");
        var token = RIG.provider.secrets().getLast();
        browser.forgetCookies();

        assertThat(new Api(RIG.node.url(), token).get("/api/v1/me").status()).isEqualTo(401);
        for (var cookie : List.of("JWT", "JWT_REFRESH_TOKEN", SingleSignOnRig.SESSION)) {
            var answer =
                    new Api(RIG.node.url(), null).get("/api/v1/me", "Cookie", cookie + "=" + token);
            assertThat(answer.status()).as(cookie).isEqualTo(401);
        }
    }

    @Test
    void micronaut_security_has_no_filter_and_no_endpoint_here() {
        assertThat(RIG.node.bean(ApplicationContext.class).findBean(SecurityFilter.class))
                .isEmpty();
        assertThat(
                        RIG.node
                                .bean(Router.class)
                                .uriRoutes()
                                .filter(
                                        route ->
                                                route.getTargetMethod()
                                                        .getDeclaringType()
                                                        .getName()
                                                        .startsWith("io.micronaut.security"))
                                .map(Object::toString))
                .isEmpty();
        assertThat(browser.get(RIG.at("/nowhere")).statusCode()).isEqualTo(404);
    }

    /// The path of a link into the workspace `default`.
    private static String invitation(String email) {
        var made =
                RIG.node
                        .local()
                        .send(
                                "POST",
                                "/api/v1/workspaces/default/invitations",
                                "{\"role\": \"viewer\", \"email\": \"%s\"}".formatted(email));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return URI.create(made.json().path("link").textValue()).getPath();
    }

    private HttpResponse<String> signIn(String start) {
        return browser.follow(RIG.at(start), 2);
    }

    private static void claims(Consumer<JWTClaimsSet.Builder> change) {
        RIG.provider.answer(
                new OpenIdProvider.Answers() {
                    @Override
                    void claims(JWTClaimsSet.Builder claims) {
                        change.accept(claims);
                    }
                });
    }

    private void assertRefused(Refusal reason) {
        browser.forgetCookies();
        RIG.assertRefused(browser, () -> signIn("/sign-in/sso"), reason);
    }

    private static void enable(UserId user) {
        RIG.database
                .ownerJdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "UPDATE users SET disabled_at = NULL WHERE id = ?",
                                        user.value()));
    }
}
