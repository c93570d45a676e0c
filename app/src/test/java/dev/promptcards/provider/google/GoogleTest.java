package dev.promptcards.provider.google;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class GoogleTest {

    private static final Map<String, String> KEY = Map.of("GEMINI_API_KEY", "g-key");
    private static final String MODEL = "gemini-2.5-flash";
    private static final String ANSWER =
            """
            {"candidates": [{"finishReason": "MAX_TOKENS", "content": {"role": "model", "parts": [
               {"text": "hm", "thought": true}, {"text": "one "}, {"text": "two"}]}}],
             "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 4,
               "thoughtsTokenCount": 3, "totalTokenCount": 17}}
            """;

    @Test
    void content_is_asked_for_and_its_text_is_the_output() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var answer =
                    completed(
                            call(
                                    endpoint,
                                    MODEL,
                                    "{\"temperature\": 0.5, \"generationConfig\": {\"topK\": 2}}",
                                    "hi"));
            assertThat(answer.output().asText()).isEqualTo("one two");
            assertThat(answer.finishReason()).contains("length");
            assertThat(answer.tokens()).contains(new Usage(10, 7, 17, 0, 3));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith("POST /v1beta/models/gemini-2.5-flash:generateContent HTTP/1.1")
                    .containsIgnoringCase("x-goog-api-key: g-key\r\n");
            assertThat(object(sent.body()))
                    .isEqualTo(
                            object(
                                    """
                                    {"generationConfig": {"temperature": 0.5, "topK": 2},
                                     "contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
                                    """));
        }
    }

    @Test
    void messages_become_contents_and_what_the_system_says_stands_apart() {
        var sent =
                sent(
                        """
                        [{"role": "system", "content": "S"}, {"role": "user", "content": "U"},
                         {"role": "assistant", "content": [{"type": "text", "text": "A"}]}]
                        """);
        assertThat(sent)
                .isEqualTo(
                        object(
                                """
                                {"generationConfig": {},
                                 "systemInstruction": {"parts": [{"text": "S"}]},
                                 "contents": [{"role": "user", "parts": [{"text": "U"}]},
                                              {"role": "model", "parts": [{"text": "A"}]}]}
                                """));
    }

    @Test
    void with_a_call_of_a_function_the_output_is_all_parts() {
        String parts = "[{\"text\": \"x\"}, {\"functionCall\": {\"name\": \"f\"}}]";
        String body = "{\"candidates\": [{\"content\": {\"parts\": " + parts + "}}]}";
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(completed(call(endpoint, MODEL, "{}", "hi")).output())
                    .isEqualTo(object("{\"p\": " + parts + "}").get("p"));
        }
    }

    @Test
    void an_answer_that_was_blocked_is_flagged() {
        String body = "{\"candidates\": [{\"finishReason\": \"SAFETY\"}]}";
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer = completed(call(endpoint, MODEL, "{}", "hi"));
            assertThat(answer.refused()).isTrue();
            assertThat(answer.finishReason()).contains("content_filter");
            assertThat(answer.guardrails().orElseThrow().path("reason").asText())
                    .isEqualTo("SAFETY");
        }
    }

    @Test
    void an_embedding_is_a_list_of_numbers() {
        String body = "{\"embedding\": {\"values\": [0.5, -1]}}";
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer = completed(call(endpoint, "embedding:text-embedding-004", "{}", "hi"));
            assertThat(answer.output()).isEqualTo(object("{\"v\": [0.5, -1]}").get("v"));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith("POST /v1beta/models/text-embedding-004:embedContent HTTP/1.1");
            assertThat(object(sent.body()))
                    .isEqualTo(object("{\"content\": {\"parts\": [{\"text\": \"hi\"}]}}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | without a candidate",
                "{\"promptFeedback\": {\"blockReason\": \"OTHER\"}} | prompt pass (OTHER)",
                "<html> | no JSON",
            })
    void what_is_no_answer_is_malformed(String body, String message) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, MODEL, "{}", "hi"))
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.message()).contains(message));
        }
    }

    @Test
    void errors_are_told_apart_and_hold_no_key() {
        String error = "{\"error\": {\"code\": 400, \"message\": \"bad g-key\"}}";
        try (var endpoint = FakeEndpoint.answering(400, error)) {
            assertThat(call(endpoint, MODEL, "{}", "hi"))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.message()).contains("bad ***"));
        }
        try (var endpoint = FakeEndpoint.answering(429, error, "Retry-After: 3")) {
            assertThat(call(endpoint, MODEL, "{}", "hi"))
                    .isInstanceOfSatisfying(
                            RateLimited.class,
                            r -> assertThat(r.retryAfter()).contains(Duration.ofSeconds(3)));
        }
        try (var endpoint = FakeEndpoint.answering(503, "<html>down</html>")) {
            assertThat(call(endpoint, MODEL, "{}", "hi")).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void what_cannot_be_opened_is_said() {
        var providers = ProviderBeans.providers();
        assertThat(providers.resolve(ProviderBeans.WORKSPACE, spec("google:", "{}"), KEY, SCOPE))
                .isInstanceOf(Misconfigured.class);
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE, spec("google:live:x", "{}"), KEY, SCOPE))
                .isInstanceOf(Unsupported.class);
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("google:" + MODEL, "{}"),
                                Map.of(),
                                SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    private static ObjectNode sent(String prompt) {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            completed(call(endpoint, MODEL, "{}", prompt));
            return object(endpoint.requests().getFirst().body());
        }
    }

    private static ProviderResult call(
            FakeEndpoint endpoint, String id, String config, String prompt) {
        var at = object(config).put("apiBaseUrl", endpoint.baseUrl().replace("/v1", ""));
        var spec = spec("google:" + id, at.toString());
        return ready(ProviderBeans.providers().resolve(ProviderBeans.WORKSPACE, spec, KEY, SCOPE))
                .call(request(prompt));
    }

    private static Answer completed(ProviderResult result) {
        if (result instanceof Completed completed) {
            return completed.answer();
        }
        throw new AssertionError("not completed: " + result);
    }
}
