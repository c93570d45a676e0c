package dev.promptcards.provider.openai;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Azure, and those who speak as OpenAI does.
class VendorsTest {

    private static final String ANSWER =
            """
            {"choices": [{"finish_reason": "stop", "message": {"content": "there"},
              "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}}}],
             "prompt_filter_results": [
               {"content_filter_results": {"violence": {"filtered": true}}}]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cerebras:m | CEREBRAS_API_KEY | https://api.cerebras.ai/v1/chat/completions",
                "deepseek:chat:m | DEEPSEEK_API_KEY | https://api.deepseek.com/v1/chat/completions",
                "fireworks:accounts/a/m | FIREWORKS_API_KEY |"
                        + " https://api.fireworks.ai/inference/v1/chat/completions",
                "groq:m | GROQ_API_KEY | https://api.groq.com/openai/v1/chat/completions",
                "groq:responses:m | GROQ_API_KEY | https://api.groq.com/openai/v1/responses",
                "litellm:m | | http://127.0.0.1:4000/chat/completions",
                "localai:chat:m | | http://127.0.0.1:8080/v1/chat/completions",
                "mistral:m | MISTRAL_API_KEY | https://api.mistral.ai/v1/chat/completions",
                "mistral:embedding:m | MISTRAL_API_KEY | https://api.mistral.ai/v1/embeddings",
                "nvidia:m | NVIDIA_API_KEY | https://integrate.api.nvidia.com/v1/chat/completions",
                "openrouter:a/m | OPENROUTER_API_KEY |"
                        + " https://openrouter.ai/api/v1/chat/completions",
                "perplexity:m | PERPLEXITY_API_KEY | https://api.perplexity.ai/chat/completions",
                "together:m | TOGETHER_API_KEY | https://api.together.xyz/v1/chat/completions",
                "togetherai:completion:m | TOGETHER_API_KEY |"
                        + " https://api.together.xyz/v1/completions",
                "xai:m | XAI_API_KEY | https://api.x.ai/v1/chat/completions",
            })
    void a_vendor_is_found_where_it_lives_with_its_own_key(String id, String key, String url) {
        Map<String, String> keys = key == null ? Map.of() : Map.of(key, "sk-vendor");
        assertThat(provider(id, "{}", keys).identity().path("url").asText()).isEqualTo(url);
        if (key != null) {
            assertThat(resolve(id, "{}", Map.of("OPENAI_API_KEY", "sk")))
                    .isInstanceOfSatisfying(
                            Misconfigured.class, wrong -> assertThat(wrong.reason()).contains(key));
        }
    }

    @Test
    void a_vendors_address_and_key_may_come_from_the_environment() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var keys = Map.of("GROQ_API_KEY", "sk-groq", "GROQ_BASE_URL", endpoint.baseUrl());
            assertThat(answer(provider("groq:m", "{}", keys)).output().asText()).isEqualTo("there");
            assertThat(endpoint.requests().getFirst().head())
                    .containsIgnoringCase("authorization: Bearer sk-groq");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groq:m | {} | {\"temperature\": 0, \"max_tokens\": 1024}",
                "litellm:m | {} | {}",
                "litellm:m | {\"omitDefaults\": false} | {\"temperature\": 0, \"max_tokens\":"
                        + " 1024}",
                "localai:m | {} | {\"temperature\": 0.7}",
                "mistral:m | {} | {\"max_tokens\": 1024, \"top_p\": 1}",
                "mistral:m | {\"temperature\": 0.2, \"max_tokens\": 5} | {\"max_tokens\": 5,"
                        + " \"top_p\": 1, \"temperature\": 0.2}",
                "openrouter:m | {\"provider\": {\"order\": [\"a\"]}, \"omitDefaults\": true} |"
                        + " {\"provider\": {\"order\": [\"a\"]}}",
                "xai:m | {\"region\": \"us-west-1\", \"omitDefaults\": true} | {}",
            })
    void what_is_sent_unasked_is_the_vendors(String id, String config, String sent) {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var keys = new HashMap<String, String>();
            for (String vendor : List.of("GROQ", "MISTRAL", "OPENROUTER", "XAI")) {
                keys.put(vendor + "_API_KEY", "k");
            }
            answer(provider(id, config(endpoint, config), keys));
            var expected = object(sent);
            expected.put("model", "m");
            expected.putArray("messages").addObject().put("role", "user").put("content", "hi");
            assertThat(object(endpoint.requests().getFirst().body())).isEqualTo(expected);
        }
    }

    @Test
    void a_vendors_own_ways_to_say_where_it_is_hold() {
        assertThat(url("xai:m", "{\"region\": \"eu-west-1\"}", Map.of("XAI_API_KEY", "k")))
                .isEqualTo("https://eu-west-1.api.x.ai/v1/chat/completions");
        assertThat(url("litellm:m", "{}", Map.of("LITELLM_API_BASE", "http://127.0.0.1:9/a")))
                .isEqualTo("http://127.0.0.1:9/a/chat/completions");
    }

    private static String url(String id, String config, Map<String, String> keys) {
        return provider(id, config, keys).identity().path("url").asText();
    }

    @Test
    void azure_is_asked_at_its_deployment_and_its_filters_are_guardrails() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var answer =
                    answer(
                            provider(
                                    "azure:chat:my gpt",
                                    config(endpoint, "{\"apiVersion\": \"2025-01-01\"}"),
                                    Map.of("AZURE_OPENAI_API_KEY", "az-key")));
            assertThat(answer.guardrails())
                    .contains(
                            object(
                                    """
                                    {"flagged": true, "flaggedInput": true,
                                     "flaggedOutput": false}
                                    """));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith(
                            "POST /v1/openai/deployments/my%20gpt/chat/completions"
                                    + "?api-version=2025-01-01 HTTP/1.1")
                    .containsIgnoringCase("api-key: az-key")
                    .doesNotContainIgnoringCase("authorization:");
            assertThat(object(sent.body()).has("apiVersion")).isFalse();
        }
    }

    @Test
    void a_prompt_azure_stops_is_an_answer_that_was_flagged() {
        String error =
                """
                {"error": {"message": "The prompt was filtered", "code": "content_filter",
                 "status": 400}}
                """;
        try (var endpoint = FakeEndpoint.answering(400, error)) {
            var answer = answer(azure(endpoint, "{}"));
            assertThat(answer.output().asText()).isEqualTo("The prompt was filtered");
            assertThat(answer.refused()).isTrue();
            assertThat(answer.guardrails().orElseThrow().path("flaggedInput").asBoolean()).isTrue();
        }
    }

    @Test
    void a_reasoning_deployment_gets_no_temperature() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            answer(azure(endpoint, "{\"isReasoningModel\": true}"));
            assertThat(object(endpoint.requests().getFirst().body()))
                    .isEqualTo(
                            object(
                                    """
                                    {"model": "d", "messages": [{"role": "user", "content": "hi"}]}
                                    """));
        }
    }

    @Test
    void a_key_that_azure_quotes_is_blotted_out() {
        try (var endpoint =
                FakeEndpoint.answering(401, "{\"error\": {\"message\": \"bad az-key\"}}")) {
            assertThat(azure(endpoint, "{}").call(request("hi")))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.message()).contains("bad ***"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure:assistant:x", "xai:image:x"})
    void other_protocols_of_a_vendor_are_not_supported(String id) {
        assertThat(resolve(id, "{}", Map.of("GROQ_API_KEY", "k", "XAI_API_KEY", "k")))
                .isInstanceOf(Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure:chat", "azure:chat:d", "mistral:"})
    void what_is_missing_is_misconfigured(String id) {
        assertThat(resolve(id, "{}", Map.of("AZURE_API_KEY", "k", "MISTRAL_API_KEY", "k")))
                .isInstanceOf(Misconfigured.class);
    }

    private static Provider azure(FakeEndpoint endpoint, String config) {
        return provider(
                "azureopenai:chat:d", config(endpoint, config), Map.of("AZURE_API_KEY", "az-key"));
    }

    private static String config(FakeEndpoint endpoint, String config) {
        return object(config).put("apiBaseUrl", endpoint.baseUrl()).toString();
    }

    private static Resolved resolve(String id, String config, Map<String, String> keys) {
        return ProviderBeans.providers()
                .resolve(ProviderBeans.WORKSPACE, spec(id, config), keys, SCOPE);
    }

    private static Provider provider(String id, String config, Map<String, String> keys) {
        return ready(resolve(id, config, keys));
    }

    private static Answer answer(Provider provider) {
        ProviderResult result = provider.call(request("hi"));
        if (result instanceof Completed completed) {
            return completed.answer();
        }
        throw new AssertionError("not completed: " + result);
    }
}
