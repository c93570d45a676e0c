package dev.promptcards.provider.huggingface;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class HuggingFaceTest {

    private static final Map<String, String> KEY = Map.of("HF_TOKEN", "hf_secret");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text-classification | [[{\"label\": \"a\", \"score\": 0.9}, {\"label\": \"b\","
                        + " \"score\": 0.1}]] | {\"a\": 0.9, \"b\": 0.1}",
                "text-classification | [{\"label\": \"a\", \"score\": 1}] | {\"a\": 1}",
                "token-classification | [{\"entity_group\": \"PER\", \"score\": 0.4},"
                        + " {\"entity_group\": \"PER\", \"score\": 0.7}, {\"entity_group\":"
                        + " \"PER\", \"score\": 0.5}] | {\"PER\": 0.7}",
                "feature-extraction | [0.5, -1] | [0.5, -1]",
                "feature-extraction | [[0.5, -1]] | [0.5, -1]",
                "text-generation | [{\"generated_text\": \"so\"}] | \"so\"",
                "text-generation | {\"generated_text\": \"so\"} | \"so\"",
            })
    void each_task_has_its_own_output(String task, String body, String output) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(completed(call(endpoint, "huggingface:" + task + ":m", "{}", KEY)))
                    .isEqualTo(object("{\"o\": " + output + "}").get("o"));
        }
    }

    @Test
    void a_model_of_the_hub_is_asked_by_its_name_and_with_the_token() {
        try (var endpoint = FakeEndpoint.answering(200, "[[]]")) {
            var config = object("{\"top_k\": 3, \"use_cache\": false}");
            config.put("apiBaseUrl", endpoint.baseUrl());
            ready(
                            ProviderBeans.providers()
                                    .resolve(
                                            ProviderBeans.WORKSPACE,
                                            spec(
                                                    "hf:text-classification:org/my model",
                                                    config.toString()),
                                            Map.of("HF_API_TOKEN", "hf_older"),
                                            SCOPE))
                    .call(request("hi"));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith("POST /v1/models/org/my+model HTTP/1.1")
                    .containsIgnoringCase("authorization: Bearer hf_older");
            assertThat(object(sent.body()))
                    .isEqualTo(
                            object(
                                    """
                                    {"inputs": "hi", "parameters": {"top_k": 3},
                                     "options": {"use_cache": false}}
                                    """));
        }
    }

    @Test
    void without_a_token_none_is_sent_to_an_endpoint_of_ones_own() {
        try (var endpoint = FakeEndpoint.answering(200, "[[]]")) {
            call(endpoint, "huggingface:text-classification:m", "{}", Map.of());
            assertThat(endpoint.requests().getFirst().head())
                    .startsWith("POST /v1 HTTP/1.1")
                    .doesNotContainIgnoringCase("authorization:");
        }
    }

    @Test
    void the_hub_is_where_promptfoo_finds_it() {
        assertThat(
                        ready(
                                        ProviderBeans.providers()
                                                .resolve(
                                                        ProviderBeans.WORKSPACE,
                                                        spec(
                                                                "huggingface:feature-extraction:o/m",
                                                                "{}"),
                                                        KEY,
                                                        SCOPE))
                                .identity()
                                .path("url")
                                .asText())
                .isEqualTo("https://router.huggingface.co/hf-inference/models/o/m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | {\"inferenceProvider\": \"groq\"} | m:groq",
                "text-generation | {\"chatCompletion\": true} | m",
            })
    void chats_are_asked_as_openais_are(String word, String config, String model) {
        String body = "{\"choices\": [{\"message\": {\"content\": \"there\"}}]}";
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var written = object(config).put("max_new_tokens", 7);
            assertThat(
                            completed(
                                    call(
                                            endpoint,
                                            "huggingface:" + word + ":m",
                                            written.toString(),
                                            KEY)))
                    .isEqualTo(object("{\"o\": \"there\"}").get("o"));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head()).startsWith("POST /v1/chat/completions HTTP/1.1");
            assertThat(object(sent.body()))
                    .isEqualTo(
                            object(
                                            """
                                            {"temperature": 0, "max_tokens": 7,
                                             "messages": [{"role": "user", "content": "hi"}]}
                                            """)
                                    .put("model", model));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text-classification,{}",
        "text-classification,[[{}]]",
        "token-classification,[[]]",
        "feature-extraction,[]",
        "text-generation,[{}]",
        "feature-extraction,<html>",
    })
    void what_is_no_answer_to_the_task_is_malformed(String task, String body) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, "huggingface:" + task + ":m", "{}", KEY))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void a_model_that_is_still_loading_may_be_asked_again() {
        String loading = "{\"error\": \"Model m is currently loading\", \"estimated_time\": 20.0}";
        try (var endpoint = FakeEndpoint.answering(503, loading)) {
            assertThat(call(endpoint, "huggingface:text-classification:m", "{}", KEY))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            u -> assertThat(u.message()).contains("currently loading"));
        }
    }

    @Test
    void a_token_the_hub_quotes_is_blotted_out() {
        try (var endpoint = FakeEndpoint.answering(401, "{\"error\": \"bad hf_secret\"}")) {
            assertThat(call(endpoint, "huggingface:text-classification:m", "{}", KEY))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.message()).contains("bad ***"));
        }
    }

    @Test
    void what_cannot_be_asked_is_named() {
        var providers = ProviderBeans.providers();
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("huggingface:text-classification:", "{}"),
                                KEY,
                                SCOPE))
                .isInstanceOf(Misconfigured.class);
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("huggingface:sentence-similarity:m", "{}"),
                                KEY,
                                SCOPE))
                .isInstanceOfSatisfying(
                        Unsupported.class,
                        u -> assertThat(u.reason()).contains("feature-extraction"));
    }

    private static ProviderResult call(
            FakeEndpoint endpoint, String id, String config, Map<String, String> keys) {
        var at = object(config).put("apiEndpoint", endpoint.baseUrl());
        return ready(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec(id, at.toString()),
                                        keys,
                                        SCOPE))
                .call(request("hi"));
    }

    private static JsonNode completed(ProviderResult result) {
        if (result instanceof Completed completed) {
            return completed.answer().output();
        }
        throw new AssertionError("not completed: " + result);
    }
}
