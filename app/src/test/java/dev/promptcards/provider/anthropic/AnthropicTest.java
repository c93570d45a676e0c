package dev.promptcards.provider.anthropic;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

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
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

class AnthropicTest {

    private static final Map<String, String> KEY = Map.of("ANTHROPIC_API_KEY", "sk-ant");
    private static final String MODEL = "messages:claude-sonnet-4-5";

    @Test
    void a_message_is_asked_for_and_its_text_is_the_output() {
        String body =
                """
                {"type": "message", "role": "assistant", "stop_reason": "end_turn",
                 "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}],
                 "usage": {"input_tokens": 10, "cache_read_input_tokens": 5, "output_tokens": 7}}
                """;
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer = completed(call(endpoint, MODEL, "{}", "hi"));
            assertThat(answer.output().asText()).isEqualTo("one\n\ntwo");
            assertThat(answer.finishReason()).contains("stop");
            assertThat(answer.tokens()).contains(new Usage(15, 7, 22, 5, 0));
            assertThat(answer.guardrails()).isEmpty();
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith("POST /v1/messages HTTP/1.1")
                    .containsIgnoringCase("x-api-key: sk-ant\r\n")
                    .containsIgnoringCase("anthropic-version: 2023-06-01\r\n");
            assertThat(object(sent.body()))
                    .isEqualTo(
                            object(
                                    """
                                    {"model": "claude-sonnet-4-5", "max_tokens": 1024,
                                     "temperature": 0,
                                     "messages": [{"role": "user", "content": "hi"}]}
                                    """));
        }
    }

    @Test
    void what_the_system_says_is_a_member_of_its_own() {
        String prompt =
                """
                [{"role": "system", "content": "S"}, {"role": "user", "content": "U"}]
                """;
        var sent = sent(MODEL, "{}", prompt);
        assertThat(sent.path("system"))
                .isEqualTo(object("{\"s\": [{\"type\": \"text\", \"text\": \"S\"}]}").get("s"));
        assertThat(sent.path("messages"))
                .isEqualTo(object("{\"m\": [{\"role\": \"user\", \"content\": \"U\"}]}").get("m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages:claude-opus-4-7 | {} | false",
                "claude-opus-5 | {} | false",
                "messages:claude-3-5-haiku-20241022 | {} | true",
                "messages:claude-opus-4-1 | {\"top_p\": 0.9} | false",
                "messages:claude-opus-4-1 | {\"thinking\": {\"type\": \"enabled\"}} | false",
            })
    void a_temperature_is_sent_where_it_is_taken(String id, String config, boolean sent) {
        assertThat(sent(id, config, "hi").has("temperature")).isEqualTo(sent);
    }

    @Test
    void thinking_and_calls_of_tools_stand_beside_the_text() {
        String body =
                """
                {"content": [{"type": "thinking", "thinking": "because", "signature": "s"},
                  {"type": "text", "text": "x"}, {"type": "tool_use", "name": "f"}]}
                """;
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(completed(call(endpoint, MODEL, "{}", "hi")).output().asText())
                    .isEqualTo(
                            "Thinking: because\nSignature: s\n\nx\n\n"
                                    + "{\"type\":\"tool_use\",\"name\":\"f\"}");
            assertThat(
                            completed(call(endpoint, MODEL, "{\"showThinking\": false}", "hi"))
                                    .output()
                                    .asText())
                    .startsWith("x\n\n");
        }
    }

    @Test
    void a_refusal_is_an_answer_that_was_flagged() {
        String body = "{\"content\": [], \"stop_reason\": \"refusal\"}";
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            var answer = completed(call(endpoint, MODEL, "{}", "hi"));
            assertThat(answer.refused()).isTrue();
            assertThat(answer.guardrails().orElseThrow().path("flagged").asBoolean()).isTrue();
        }
    }

    @Test
    void errors_are_told_apart_and_hold_no_key() {
        String error =
                """
                {"type": "error", "error": {"type": "some_error", "message": "no: sk-ant"}}
                """;
        try (var endpoint = FakeEndpoint.answering(400, error)) {
            assertThat(call(endpoint, MODEL, "{}", "hi"))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            r -> assertThat(r.message()).contains("no: *** (some_error)"));
        }
        try (var endpoint = FakeEndpoint.answering(429, error, "Retry-After: 3")) {
            assertThat(call(endpoint, MODEL, "{}", "hi"))
                    .isInstanceOfSatisfying(
                            RateLimited.class,
                            r -> assertThat(r.retryAfter()).contains(Duration.ofSeconds(3)));
        }
        try (var endpoint = FakeEndpoint.answering(529, error)) {
            assertThat(call(endpoint, MODEL, "{}", "hi")).isInstanceOf(Unavailable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"content\": \"x\"}", "<html>", ""})
    void what_is_no_message_is_malformed(String body) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, MODEL, "{}", "hi")).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void what_cannot_be_opened_is_said() {
        var providers = ProviderBeans.providers();
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("anthropic:messages:", "{}"),
                                KEY,
                                SCOPE))
                .isInstanceOf(Misconfigured.class);
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("anthropic:completion:claude-2", "{}"),
                                KEY,
                                SCOPE))
                .isInstanceOf(Unsupported.class);
        assertThat(
                        providers.resolve(
                                ProviderBeans.WORKSPACE,
                                spec("anthropic:" + MODEL, "{}"),
                                Map.of(),
                                SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    private static JsonNode sent(String id, String config, String prompt) {
        try (var endpoint = FakeEndpoint.answering(200, "{\"content\": []}")) {
            completed(call(endpoint, id, config, prompt));
            return object(endpoint.requests().getFirst().body());
        }
    }

    private static ProviderResult call(
            FakeEndpoint endpoint, String id, String config, String prompt) {
        var at = object(config).put("apiBaseUrl", endpoint.baseUrl().replace("/v1", ""));
        var spec = spec("anthropic:" + id, at.toString());
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
