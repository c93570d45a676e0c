package dev.promptcards.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The environment variables of single sign-on.
class SingleSignOnVariablesTest {

    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "PROMPTCARDS_OIDC_ISSUER", "https://login.example.org/realms/staff",
                            "PROMPTCARDS_OIDC_CLIENT_ID", "cards",
                            "PROMPTCARDS_OIDC_CLIENT_SECRET", "s3cret"));

    @Test
    void without_an_issuer_there_is_no_provider_and_nothing_of_micronaut_security() {
        environment.remove("PROMPTCARDS_OIDC_ISSUER");

        assertThat(SingleSignOnVariables.read(environment)).isEmpty();
        assertThat(SingleSignOnProperties.of(SingleSignOnVariables.read(environment), true))
                .containsExactly(Map.entry("micronaut.security.enabled", false));
    }

    @Test
    void three_variables_are_enough() {
        var settings = SingleSignOnVariables.read(environment).orElseThrow();

        assertThat(settings.provider())
                .isEqualTo(
                        new SingleSignOn(
                                URI.create("https://login.example.org/realms/staff"),
                                "single sign-on",
                                Set.of(),
                                NewPeople.ALLOWED));
        assertThat(settings.clientId()).isEqualTo("cards");
        assertThat(settings.clientSecret()).isEqualTo("s3cret");
        assertThat(settings.scopes()).containsExactly("openid", "email", "profile");
        assertThat(settings).asString().doesNotContain("s3cret");
    }

    @Test
    void the_others_say_more() {
        environment.put("PROMPTCARDS_OIDC_NAME", " Staff ");
        environment.put("PROMPTCARDS_OIDC_SCOPES", "groups openid");
        environment.put("PROMPTCARDS_OIDC_ALLOWED_DOMAINS", "Example.org,, @example.net ");
        environment.put("PROMPTCARDS_OIDC_CREATE_PEOPLE", "never");

        var settings = SingleSignOnVariables.read(environment).orElseThrow();

        assertThat(settings.provider().name()).isEqualTo("Staff");
        assertThat(settings.scopes()).containsExactly("openid", "email", "groups");
        assertThat(settings.provider().allowedDomains())
                .containsExactlyInAnyOrder("example.org", "example.net");
        assertThat(settings.provider().newPeople()).isEqualTo(NewPeople.NEVER);
    }

    @Test
    void the_secret_may_stand_in_a_file(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "of-a-file\n");
        environment.put("PROMPTCARDS_OIDC_CLIENT_SECRET_FILE", file.toString());

        assertThat(SingleSignOnVariables.read(environment).orElseThrow().clientSecret())
                .isEqualTo("of-a-file");
    }

    @Test
    void over_https_the_cookies_are_for_https_and_this_host_alone() {
        assertThat(SingleSignOnProperties.of(SingleSignOnVariables.read(environment), true))
                .containsEntry(
                        "micronaut.security.oauth2.state.cookie.cookie-name",
                        "__Host-promptcards_sso_state")
                .containsEntry("micronaut.security.oauth2.state.cookie.cookie-secure", true)
                .containsEntry("micronaut.security.oauth2.openid.nonce.cookie.cookie-secure", true)
                .containsEntry("micronaut.security.oauth2.pkce.cookie.cookie-secure", true);
    }

    @ParameterizedTest
    @CsvSource({
        "ISSUER,             http://login.example.org,     ISSUER: must be the https address",
        "ISSUER,             login.example.org,            ISSUER: must be the https address",
        "ISSUER,             https:///x,                   ISSUER: must be the https address",
        "ISSUER,             https://a b,                  ISSUER: must be the https address",
        "ISSUER,             https://login.example.org?a=1, ISSUER: must be the https address",
        "CLIENT_ID,          ' ',                          CLIENT_ID is not",
        "CLIENT_SECRET,      '',                           CLIENT_SECRET is not",
        "CLIENT_SECRET_FILE, /nowhere/secret,              CLIENT_SECRET_FILE: names a file",
        "CREATE_PEOPLE,      yes,                          'CREATE_PEOPLE: must be always, allowed'"
    })
    void what_is_wrong_is_named_with_its_remedy(String name, String value, String message) {
        environment.put("PROMPTCARDS_OIDC_" + name, value);

        assertThatThrownBy(() -> SingleSignOnVariables.read(environment))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("PROMPTCARDS_OIDC_" + message)
                .hasMessageNotContaining("s3cret");
    }
}
