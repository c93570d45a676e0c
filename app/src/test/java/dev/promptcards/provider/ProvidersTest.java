package dev.promptcards.provider;

import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.Resolved.Unsupported;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class ProvidersTest {

    private final Providers providers = ProviderBeans.providers();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai:chat:gpt-4o-mini",
                "openai:gpt-4o-mini",
                "openai:chat:ft:gpt-4o-mini:team::id",
                "echo"
            })
    void what_is_supported_is_ready(String id) {
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec(id, "{}"),
                                Map.of("OPENAI_API_KEY", "k"),
                                ProviderBeans.SCOPE))
                .isInstanceOf(Ready.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody:messages:m", "gopher://x", "file://p.js", "echoes", ""})
    void what_is_not_supported_is_told_with_what_is(String id) {
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec(id, "{}"),
                                Map.of(),
                                ProviderBeans.SCOPE))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        unsupported ->
                                assertThat(unsupported.reason())
                                        .startsWith(
                                                "The provider `"
                                                        + id
                                                        + "` is not supported. Supported are ")
                                        .contains("`echo`;", "`openai:chat:MODEL`"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai:image:x", "openai:realtime"})
    void openais_other_protocols_are_not_taken_for_models(String id) {
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec(id, "{}"),
                                Map.of("OPENAI_API_KEY", "k"),
                                ProviderBeans.SCOPE))
                .isInstanceOf(Unsupported.class);
    }

    @Test
    void a_missing_key_is_named() {
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("openai:chat:m", "{}"),
                                Map.of(),
                                ProviderBeans.SCOPE))
                .isInstanceOfSatisfying(
                        Misconfigured.class,
                        wrong ->
                                assertThat(wrong.reason())
                                        .startsWith("openai:chat:m: there is no API key.")
                                        .contains("OPENAI_API_KEY"));
    }

    @Test
    void a_limit_that_is_none_is_named() {
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("echo", "{\"requestsPerMinute\": 0}"),
                                Map.of(),
                                ProviderBeans.SCOPE))
                .isEqualTo(
                        new Misconfigured(
                                "echo: `requestsPerMinute` has to be a whole number above 0, not"
                                        + " 0"));
    }
}
