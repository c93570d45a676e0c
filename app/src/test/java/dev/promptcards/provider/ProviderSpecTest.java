package dev.promptcards.provider;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ProviderSpecTest {

    @Test
    void a_spec_prints_its_id_alone() {
        var spec =
                new ProviderSpec(
                        "openai:chat:m", Optional.of("label"), object("{\"apiKey\": \"sk-1\"}"));
        assertThat(spec).hasToString("ProviderSpec[openai:chat:m]");
    }
}
