package dev.promptcards.provider;

import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

class ResponseKeyTest {

    private static final String URL = "\"apiBaseUrl\": \"https://a.example/v1\"";

    @Test
    void answers_are_the_same_whatever_the_key_the_label_and_the_order_of_settings() {
        assertThat(
                        key(
                                "m",
                                "{" + URL + ", \"seed\": 1, \"top_p\": 1, \"apiKey\": \"a\"}",
                                "{}",
                                "p",
                                0))
                .isEqualTo(
                        key(
                                "m",
                                "{\"top_p\": 1, \"seed\": 1, \"apiKey\": \"b\"," + URL + "}",
                                "{}",
                                "p",
                                0));
    }

    @Test
    void another_model_url_parameter_setting_prompt_or_repeat_is_another_answer() {
        String config = "{" + URL + "}";
        assertThat(
                        Set.of(
                                key("m", config, "{}", "p", 0),
                                key("n", config, "{}", "p", 0),
                                key(
                                        "m",
                                        "{\"apiBaseUrl\": \"https://b.example/v1\"}",
                                        "{}",
                                        "p",
                                        0),
                                key("m", "{" + URL + ", \"seed\": 1}", "{}", "p", 0),
                                key("m", config, "{\"seed\": 1}", "p", 0),
                                key("m", config, "{}", "q", 0),
                                key("m", config, "{}", "p", 1)))
                .hasSize(7);
    }

    private static ResponseKey key(
            String model, String config, String settings, String prompt, int repeat) {
        var provider =
                ready(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec("openai:chat:" + model, config),
                                        Map.of("OPENAI_API_KEY", "k"),
                                        ProviderBeans.SCOPE));
        var request = new ProviderRequest(Prompt.of(prompt), object("{}"), object(settings));
        return ResponseKey.of(provider, request, repeat);
    }
}
