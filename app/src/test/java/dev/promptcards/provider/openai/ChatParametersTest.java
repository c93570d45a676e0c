package dev.promptcards.provider.openai;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.api.EndpointConfig;
import dev.promptcards.provider.http.AddressPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class ChatParametersTest {

    @Test
    void temperature_0_and_1024_tokens_are_sent_unasked_as_promptfoo_does() throws Exception {
        assertThat(sent("gpt-4o", "{}", "{}"))
                .isEqualTo(
                        object(
                                "{\"model\": \"gpt-4o\", \"temperature\": 0, \"max_tokens\":"
                                        + " 1024}"));
    }

    @Test
    void nothing_is_sent_unasked_where_defaults_are_omitted() throws Exception {
        assertThat(sent("gpt-4o", "{\"omitDefaults\": true}", "{}"))
                .isEqualTo(object("{\"model\": \"gpt-4o\"}"));
    }

    @Test
    void every_parameter_is_passed_through_as_written() throws Exception {
        String parameters =
                """
                {"model": "gpt-4o", "temperature": 0.7, "max_tokens": 5, "top_p": 0.5, "seed": 3, "stop": ["a"],
                 "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "auto",
                 "response_format": {"type": "json_object"}, "logprobs": true, "user": "u",
                 "something_new": {"a": [1]}}
                """;
        assertThat(sent("gpt-4o", parameters, "{}")).isEqualTo(object(parameters));
    }

    @Test
    void what_steers_this_program_is_not_sent() throws Exception {
        String config =
                """
                {"omitDefaults": true, "apiKey": "k", "apiBaseUrl": "https://x.example", "headers": {"a": "b"},
                 "cost": 1, "inputCost": 1, "maxConcurrency": 2, "requestsPerMinute": 3,
                 "timeoutMs": 1000, "showThinking": false, "organization": "o", "stream": true,
                 "temperature": null}
                """;
        assertThat(sent("gpt-4o", config, "{}")).isEqualTo(object("{\"model\": \"gpt-4o\"}"));
    }

    @Test
    void passthrough_wins_over_parameters_and_may_name_another_model() throws Exception {
        assertThat(
                        sent(
                                "gpt-4o",
                                "{\"temperature\": 1, \"passthrough\": {\"temperature\": 2,"
                                        + " \"model\": \"m\", \"apiKey\": 1}}",
                                "{}"))
                .isEqualTo(
                        object(
                                "{\"model\": \"m\", \"temperature\": 2, \"max_tokens\": 1024,"
                                        + " \"apiKey\": 1}"));
    }

    @Test
    void settings_of_a_call_win_over_the_configuration() throws Exception {
        var body = sent("gpt-4o", "{\"temperature\": 1, \"seed\": 1}", "{\"temperature\": 2}");
        assertThat(body.path("temperature").asInt()).isEqualTo(2);
        assertThat(body.path("seed").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o1",
                "o3-mini",
                "o4-mini-2025-04-16",
                "gpt-5",
                "gpt-5.1-chat-latest",
                "gpt-6-sol",
                "openai/gpt-5-mini",
                "ft:o4-mini:team::id",
                "gpt-10"
            })
    void a_reasoning_model_gets_neither_temperature_nor_max_tokens(String model) throws Exception {
        var body =
                sent(
                        model,
                        "{\"temperature\": 0, \"max_tokens\": 9, \"max_completion_tokens\": 8,"
                                + " \"reasoning_effort\": \"low\"}",
                        "{}");
        assertThat(body)
                .isEqualTo(
                        object(
                                "{\"model\": \""
                                        + model
                                        + "\", \"max_completion_tokens\": 8, \"reasoning_effort\":"
                                        + " \"low\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "gpt-4.1", "gpt-oss-20b", "o2", "fake-model", "octopus"})
    void other_models_are_no_reasoning_models(String model) {
        assertThat(ChatParameters.isReasoning(model)).isFalse();
    }

    @Test
    void of_two_limits_on_tokens_the_one_asked_for_is_sent() throws Exception {
        var body = sent("gpt-4o", "{\"max_completion_tokens\": 7}", "{}");
        assertThat(body.has("max_tokens")).isFalse();
        assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void defaults_come_from_the_environment_of_the_run() throws Exception {
        var config =
                new EndpointConfig(
                        object("{\"top_p\": 0.1}"),
                        Map.of(
                                "OPENAI_API_KEY", "k",
                                "OPENAI_TEMPERATURE", "0.5",
                                "OPENAI_MAX_TOKENS", "2048",
                                "OPENAI_TOP_P", "0.9"),
                        OpenAi.VENDOR);
        var body =
                ChatParameters.of(
                        config.endpoint(
                                "gpt-4o",
                                new AddressPolicy(false, ""),
                                ChatParameters.FROM_ENVIRONMENT),
                        object("{}"));
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(2048);
        assertThat(body.path("top_p").asDouble()).isEqualTo(0.1);
    }

    private static ObjectNode sent(String model, String config, String settings) throws Exception {
        var spec = ProviderBeans.spec("openai:chat:" + model, config);
        var endpoint =
                EndpointConfig.of(spec, Map.of("OPENAI_API_KEY", "k"), OpenAi.VENDOR)
                        .endpoint(
                                model,
                                new AddressPolicy(false, ""),
                                ChatParameters.FROM_ENVIRONMENT);
        return ChatParameters.of(endpoint, object(settings));
    }
}
