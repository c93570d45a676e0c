package dev.promptcards.provider.openai;

import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What OpenAI's API has beside chats.
class OpenAiMethodsTest {

    private static final Map<String, String> KEY = Map.of("OPENAI_API_KEY", "sk-test");

    @Test
    void an_embedding_is_a_list_of_numbers() {
        String body =
                """
                {"data": [{"index": 0, "embedding": [0.5, -1, 0.25]}],
                 "usage": {"prompt_tokens": 3, "total_tokens": 3}}
                """;
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer = completed(call(endpoint, "embedding:e", "{\"dimensions\": 3}")).answer();
            assertThat(answer.output()).isEqualTo(object("{\"o\": [0.5, -1, 0.25]}").get("o"));
            assertThat(answer.tokens()).contains(new Usage(3, 0, 3, 0, 0));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head()).startsWith("POST /v1/embeddings HTTP/1.1");
            assertThat(object(sent.body()))
                    .isEqualTo(object("{\"model\": \"e\", \"dimensions\": 3, \"input\": \"hi\"}"));
        }
    }

    @Test
    void a_moderation_lists_what_is_flagged_with_the_highest_score() {
        String body =
                """
                {"results": [
                  {"flagged": true, "categories": {"hate": true, "violence": false},
                   "category_scores": {"hate": 0.7, "violence": 0.9}},
                  {"flagged": true, "categories": {"hate": true}, "category_scores": {"hate": 0.8}},
                  {"flagged": false, "categories": {"sexual": true}, "category_scores": {}}]}
                """;
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer = completed(call(endpoint, "moderation:m", "{}")).answer();
            assertThat(answer.output())
                    .isEqualTo(
                            object(
                                            """
                                            {"o": [{"code": "hate", "description": "hate",
                                              "confidence": 0.8}]}
                                            """)
                                    .get("o"));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head()).startsWith("POST /v1/moderations HTTP/1.1");
            assertThat(object(sent.body()))
                    .isEqualTo(object("{\"model\": \"m\", \"input\": \"hi\"}"));
        }
    }

    @Test
    void nothing_flagged_is_an_empty_list() {
        try (var endpoint = FakeEndpoint.answering(200, "{\"results\": [{\"flagged\": false}]}")) {
            assertThat(completed(call(endpoint, "moderation:m", "{}")).answer().output()).isEmpty();
        }
    }

    @Test
    void a_completion_is_the_text_of_the_first_choice() {
        String body =
                """
                {"choices": [{"text": " there", "finish_reason": "length",
                  "logprobs": {"token_logprobs": [-0.5]}}]}
                """;
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer =
                    completed(call(endpoint, "completion:gpt-3.5-turbo-instruct", "{}")).answer();
            assertThat(answer.output().asText()).isEqualTo(" there");
            assertThat(answer.finishReason()).contains("length");
            assertThat(answer.logProbs().orElseThrow().get(0).asDouble()).isEqualTo(-0.5);
            assertThat(object(endpoint.requests().getFirst().body()))
                    .isEqualTo(
                            object(
                                    """
                                    {"model": "gpt-3.5-turbo-instruct", "temperature": 0,
                                     "max_tokens": 1024, "prompt": "hi",
                                     "stop": ["<|im_end|>", "<|endoftext|>"]}
                                    """));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "embedding:m | {} | holds no embedding",
                "embedding:m | {\"data\": [{\"embedding\": [\"x\"]}]} | holds no embedding",
                "moderation:m | {\"data\": []} | no moderation",
                "completion:m | {\"choices\": []} | no completion",
                "embedding:m | <html> | no JSON",
            })
    void what_is_no_answer_of_the_method_is_malformed(String id, String body, String message) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, id, "{}"))
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.message()).contains(message));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedding:m", "moderation:m", "completion:m"})
    void refusals_are_told_apart_by_their_status(String id) {
        String error = "{\"error\": {\"message\": \"no: sk-test\"}}";
        try (var endpoint = FakeEndpoint.answering(401, error)) {
            assertThat(call(endpoint, id, "{}"))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            r -> assertThat(r.message()).contains("401", "no: ***"));
        }
        try (var endpoint = FakeEndpoint.answering(429, error, "Retry-After: 3")) {
            assertThat(call(endpoint, id, "{}"))
                    .isInstanceOfSatisfying(
                            RateLimited.class,
                            r -> assertThat(r.retryAfter()).contains(Duration.ofSeconds(3)));
        }
        try (var endpoint = FakeEndpoint.answering(500, "<html>down</html>")) {
            assertThat(call(endpoint, id, "{}")).isInstanceOf(Unavailable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "chat,{},gpt-4.1-2025-04-14",
        "completion,{},gpt-3.5-turbo-instruct",
        "embeddings,{},text-embedding-3-large",
        "moderation:,{},omni-moderation-latest",
        "responses,{},gpt-4.1-2025-04-14",
        "chat,{\"model\": \"m\"},m",
    })
    void an_id_that_ends_with_the_method_means_the_configured_model_or_promptfoos(
            String id, String config, String model) {
        try (var endpoint = FakeEndpoint.answering(200, "{}")) {
            assertThat(provider(endpoint, id, config).identity().path("model").asText())
                    .isEqualTo(model);
        }
    }

    @Test
    void an_id_without_a_model_is_misconfigured() {
        assertThat(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec("openai:", "{}"),
                                        KEY,
                                        ProviderBeans.SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void answers_of_two_methods_are_never_taken_for_each_other() {
        try (var endpoint = FakeEndpoint.answering(200, "{}")) {
            assertThat(provider(endpoint, "embedding:m", "{}").identity())
                    .isNotEqualTo(provider(endpoint, "moderation:m", "{}").identity());
        }
    }

    private static ProviderResult call(FakeEndpoint endpoint, String id, String config) {
        return provider(endpoint, id, config).call(request("hi"));
    }

    private static Provider provider(FakeEndpoint endpoint, String id, String config) {
        var at = object(config).put("apiBaseUrl", endpoint.baseUrl());
        return ready(
                ProviderBeans.providers()
                        .resolve(
                                ProviderBeans.WORKSPACE,
                                spec("openai:" + id, at.toString()),
                                KEY,
                                ProviderBeans.SCOPE));
    }

    private static Completed completed(ProviderResult result) {
        return Optional.of(result)
                .filter(Completed.class::isInstance)
                .map(Completed.class::cast)
                .orElseThrow(() -> new AssertionError("not completed: " + result));
    }
}
