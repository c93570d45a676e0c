package dev.promptcards.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;

import dev.promptcards.identity.sso.OpenIdProvider.Answers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The exchange with a provider, and what may go wrong in it.
class ExchangeTest {

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

    /// A provider that is broken, or somebody between it and us.
    enum Broken {
        SIGNED_BY_ANOTHER(
                Refusal.ID_TOKEN,
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        return OpenIdProvider.signed(OpenIdProvider.rsa("first"), claims);
                    }
                }),
        SIGNED_BY_A_KEY_OF_NO_NAME(
                Refusal.ID_TOKEN,
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        return OpenIdProvider.signed(OpenIdProvider.rsa("second"), claims);
                    }
                }),
        SIGNED_BY_NOBODY(
                Refusal.ID_TOKEN,
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        return new PlainJWT(claims).serialize();
                    }
                }),
        SIGNED_WITH_THE_PUBLIC_KEY(
                Refusal.ID_TOKEN,
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        try {
                            var jwt =
                                    new SignedJWT(
                                            new JWSHeader.Builder(JWSAlgorithm.HS256)
                                                    .keyID("first")
                                                    .build(),
                                            claims);
                            jwt.sign(new MACSigner(provider.key().toRSAPublicKey().getEncoded()));
                            return jwt.serialize();
                        } catch (JOSEException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }),
        CHANGED_AFTERWARDS(
                Refusal.ID_TOKEN,
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        var real = OpenIdProvider.signed(provider.key(), claims).split("\\.");
                        var forged = new JWTClaimsSet.Builder(claims).subject("subject-9").build();
                        return real[0] + "." + forged.toPayload().toBase64URL() + "." + real[2];
                    }
                }),
        NO_TOKEN(
                Refusal.ID_TOKEN,
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        return "no token";
                    }
                }),
        CODE_REFUSED(Refusal.EXCHANGE, token(400, "{\"error\":\"invalid_grant\"}")),
        SECRET_REFUSED(Refusal.EXCHANGE, token(401, "")),
        TOKENS_FAIL(Refusal.PROVIDER_UNAVAILABLE, token(500, "ada@example.org")),
        TOKENS_ARE_NO_JSON(Refusal.PROVIDER_UNAVAILABLE, token(200, "<html>")),
        TOKENS_ARE_ELSEWHERE(Refusal.PROVIDER_UNAVAILABLE, token(302, "")),
        NO_ID_TOKEN(
                Refusal.PROVIDER_UNAVAILABLE,
                token(200, "{\"access_token\":\"an-access-token\",\"token_type\":\"Bearer\"}")),
        TOKENS_WITHOUT_END(Refusal.PROVIDER_UNAVAILABLE, token(200, "\"" + "x".repeat(1 << 21))),
        TOKENS_NEVER_COME(
                Refusal.PROVIDER_UNAVAILABLE,
                new Answers() {
                    @Override
                    void token(OpenIdProvider provider, HttpExchange exchange) {
                        try {
                            // Until the provider is stopped.
                            new CountDownLatch(1).await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });

        private final Refusal reason;
        private final Answers answers;

        Broken(Refusal reason, Answers answers) {
            this.reason = reason;
            this.answers = answers;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_provider_lets_nobody_in(Broken broken) {
        RIG.provider.answer(broken.answers);

        assertRefused(RIG.at("/sign-in/sso"), 2, broken.reason);
    }

    @Test
    void a_redirect_of_the_provider_is_not_followed() {
        var followed = new AtomicInteger();
        RIG.provider.answer(
                new Answers() {
                    @Override
                    void token(OpenIdProvider provider, HttpExchange exchange) throws IOException {
                        if (exchange.getRequestURI().getPath().equals("/token/elsewhere")) {
                            followed.incrementAndGet();
                        }
                        exchange.getResponseHeaders()
                                .add("Location", provider.issuer() + "/token/elsewhere");
                        exchange.sendResponseHeaders(307, -1);
                        exchange.close();
                    }
                });

        assertRefused(RIG.at("/sign-in/sso"), 2, Refusal.PROVIDER_UNAVAILABLE);
        assertThat(followed).hasValue(0);
    }

    @Test
    void keys_that_cannot_be_read_let_nobody_in() {
        try (var rig = new SingleSignOnRig(new OpenIdProvider(), Map.of())) {
            rig.reset();
            rig.provider.answer(
                    new Answers() {
                        @Override
                        void keys(OpenIdProvider provider, HttpExchange exchange)
                                throws IOException {
                            OpenIdProvider.text(exchange, 503, "");
                        }
                    });
            rig.assertRefused(
                    browser, () -> browser.follow(rig.at("/sign-in/sso"), 2), Refusal.ID_TOKEN);

            rig.provider.answer(new Answers());
            assertThat(browser.follow(rig.at("/sign-in/sso"), 2).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void an_error_of_the_provider_is_told_in_our_words() {
        RIG.provider.answer(
                new Answers() {
                    @Override
                    String authorized(OpenIdProvider provider, Map<String, String> query) {
                        return "error=access_denied&error_description=ada@example.org%20%3Cscript%3E";
                    }
                });

        assertRefused(RIG.at("/sign-in/sso"), 2, Refusal.CANCELLED);
    }

    @Test
    void a_code_is_good_once() {
        var callback = JarBrowser.location(browser.follow(RIG.at("/sign-in/sso"), 1));
        var cookies = List.copyOf(browser.all());
        assertThat(browser.get(callback).statusCode()).isEqualTo(303);
        // By the same browser: what it kept is gone.
        browser.forget(SingleSignOnRig.SESSION);
        assertRefused(callback, 0, Refusal.STATE);
        // By somebody who has its cookies too: the provider refuses.
        browser.keep(cookies);
        assertRefused(callback, 0, Refusal.EXCHANGE);
    }

    @Test
    void what_comes_back_to_another_browser_lets_nobody_in() {
        var callback = JarBrowser.location(new JarBrowser().follow(RIG.at("/sign-in/sso"), 1));

        assertRefused(callback, 0, Refusal.STATE);
        // Nor to one that has begun an exchange of its own.
        browser.get(RIG.at("/sign-in/sso"));
        assertRefused(callback, 0, Refusal.STATE);
    }

    @Test
    void a_token_without_a_nonce_is_refused_also_to_a_browser_that_shows_none() {
        RIG.provider.answer(
                new Answers() {
                    @Override
                    void claims(JWTClaimsSet.Builder claims) {
                        claims.claim("nonce", null);
                    }
                });
        var callback = JarBrowser.location(browser.follow(RIG.at("/sign-in/sso"), 1));
        browser.forget("promptcards_sso_nonce");

        assertRefused(callback, 0, Refusal.ID_TOKEN);
    }

    @Test
    void a_code_with_the_state_of_ones_own_and_the_verifier_of_another_is_refused() {
        var theirs = JarBrowser.location(new JarBrowser().follow(RIG.at("/sign-in/sso"), 1));
        var ours = JarBrowser.location(browser.follow(RIG.at("/sign-in/sso"), 1));
        var mixed =
                URI.create(
                        ours.toString()
                                .replaceFirst(
                                        "code=[^&]*", theirs.getQuery().replaceFirst("&.*", "")));

        assertRefused(mixed, 0, Refusal.EXCHANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?code=1",
                "?state=1",
                "?code=1&state=e30",
                "?code=1&state=!!!",
                "?code=1&state=bm90IGpzb24",
                "?code=&state=",
                "?code=1&code=2&state=1"
            })
    void what_no_provider_sends_is_refused(String query) {
        browser.get(RIG.at("/sign-in/sso"));

        assertRefused(RIG.at("/sign-in/sso/callback" + query), 0, Refusal.STATE);
    }

    private void assertRefused(URI start, int redirects, Refusal reason) {
        RIG.assertRefused(browser, () -> browser.follow(start, redirects), reason);
    }

    private static Answers token(int status, String body) {
        return new Answers() {
            @Override
            void token(OpenIdProvider provider, HttpExchange exchange) throws IOException {
                OpenIdProvider.text(exchange, status, body);
            }
        };
    }
}
