package dev.promptcards.provider;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ProviderSpecTest {

    @Test
    void a_key_in_the_configuration_can_be_kept_apart() {
        var spec =
                ProviderBeans.spec("openai:chat:m", "{\"apiKey\": \"sk-1\", \"temperature\": 1}");
        var split = spec.withoutKey();
        String name = split.spec().config().path("apiKeyEnvar").asText();
        assertThat(split.secrets()).containsOnlyKeys(name).containsValue("sk-1");
        assertThat(split.spec().config().has("apiKey")).isFalse();
        assertThat(split.spec().config().path("temperature").asInt()).isEqualTo(1);
        assertThat(name).doesNotContain("sk-1");
    }

    @Test
    void a_key_named_by_its_variable_stays_as_it_is() {
        var spec = ProviderBeans.spec("openai:chat:m", "{\"apiKey\": \"{{env.MY_KEY}}\"}");
        assertThat(spec.withoutKey().spec()).isEqualTo(spec);
        assertThat(spec.withoutKey().secrets()).isEmpty();
    }

    @Test
    void a_spec_prints_its_id_alone() {
        var spec =
                new ProviderSpec(
                        "openai:chat:m", Optional.of("label"), object("{\"apiKey\": \"sk-1\"}"));
        assertThat(spec).hasToString("ProviderSpec[openai:chat:m]");
        assertThat(spec.withoutKey()).hasToString("Split[ProviderSpec[openai:chat:m]]");
    }
}
