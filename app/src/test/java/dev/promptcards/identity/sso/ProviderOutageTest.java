package dev.promptcards.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpExchange;

import dev.promptcards.identity.sso.OpenIdProvider.Answers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;

/// A server that starts while the provider is down.
class ProviderOutageTest {

    private final JarBrowser browser = new JarBrowser();
    private final SingleSignOnRig rig = new SingleSignOnRig(down(), Map.of());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void is_told_until_the_provider_is_back_and_then_lets_people_in_whose_token_is_signed() {
        rig.reset();
        rig.provider.answer(DOWN);
        assertThat(browser.get(rig.at("/sign-in")).statusCode()).isEqualTo(200);
        rig.assertRefused(
                browser, () -> browser.get(rig.at("/sign-in/sso")), Refusal.PROVIDER_UNAVAILABLE);
        rig.assertRefused(
                browser,
                () -> browser.get(rig.at("/sign-in/sso/callback?code=1&state=1")),
                Refusal.PROVIDER_UNAVAILABLE);

        // Of a provider that was never asked the library knows no key, and would take any token.
        rig.provider.answer(
                new Answers() {
                    @Override
                    String sign(OpenIdProvider provider, JWTClaimsSet claims) {
                        return new PlainJWT(claims).serialize();
                    }
                });
        rig.assertRefused(
                browser, () -> browser.follow(rig.at("/sign-in/sso"), 2), Refusal.ID_TOKEN);

        rig.provider.answer(new Answers());
        var end = browser.follow(rig.at("/sign-in/sso"), 2);
        assertThat(end.statusCode()).as(end.body()).isEqualTo(303);
    }

    @Test
    void a_provider_that_calls_itself_otherwise_is_not_asked() {
        rig.reset();
        rig.provider.answer(
                new Answers() {
                    @Override
                    void discovery(OpenIdProvider provider, HttpExchange exchange)
                            throws IOException {
                        var all = provider.configuration();
                        all.put("issuer", "https://login.example.org");
                        OpenIdProvider.json(exchange, 200, all);
                    }
                });

        rig.assertRefused(
                browser, () -> browser.get(rig.at("/sign-in/sso")), Refusal.PROVIDER_UNAVAILABLE);
        assertThat(rig.logged()).contains("calls itself https://login.example.org");
    }

    @Test
    void a_flood_of_refusals_does_not_fill_the_audit_log() {
        rig.reset();
        for (int i = 0; i < 100; i++) {
            assertThat(browser.get(rig.at("/sign-in/sso/callback")).statusCode()).isEqualTo(400);
        }

        assertThat(rig.audited()).hasSizeBetween(60, 75);
    }

    private static final Answers DOWN =
            new Answers() {
                @Override
                void discovery(OpenIdProvider provider, HttpExchange exchange) throws IOException {
                    OpenIdProvider.text(exchange, 503, "");
                }
            };

    private static OpenIdProvider down() {
        var provider = new OpenIdProvider();
        provider.answer(DOWN);
        return provider;
    }
}
