package dev.promptcards.provider.openai;

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
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class ResponsesTest {

    private static final Map<String, String> KEY = Map.of("OPENAI_API_KEY", "sk-test");

    private static final String ANSWER =
            """
            {"id": "resp_1", "model": "gpt-4.1-2025-04-14", "status": "completed", "error": null,
             "output": [
               {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
               {"type": "message", "role": "assistant", "content": [
                 {"type": "output_text", "text": "one ", "annotations": [{"url": "u"}]},
                 {"type": "output_text", "text": "two", "annotations": []}]}],
             "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15,
               "input_tokens_details": {"cached_tokens": 4},
               "output_tokens_details": {"reasoning_tokens": 2}}}
            """;

    @Test
    void what_the_items_say_is_the_output() {
        var answer = answer(ANSWER, "{}");
        assertThat(answer.output().asText()).isEqualTo("Reasoning: hm\none two");
        assertThat(answer.finishReason()).contains("stop");
        assertThat(answer.refused()).isFalse();
        assertThat(answer.tokens()).contains(new Usage(10, 5, 15, 4, 2));
        assertThat(answer.metadata().orElseThrow())
                .isEqualTo(
                        object(
                                """
                                {"responseId": "resp_1", "model": "gpt-4.1-2025-04-14",
                                 "annotations": [{"url": "u"}]}
                                """));
        assertThat(answer(ANSWER, "{\"showThinking\": false}").output().asText())
                .isEqualTo("one two");
    }

    @Test
    void calls_of_functions_are_json_a_line_each() {
        String call =
                "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\","
                        + "\"arguments\":\"{\\\"a\\\":1}\"}";
        String bare =
                "{\"type\": \"function_call\", \"name\": \"g\", \"arguments\": \"{}\","
                        + " \"status\": \"completed\"}";
        var answer = answer(outputs(call + "," + bare), "{}");
        assertThat(answer.output().asText().lines()).hasSize(2).first().isEqualTo(call);
        assertThat(answer.output().asText()).contains("\"status\":\"no_arguments_provided\"");
        assertThat(answer.finishReason()).contains("tool_calls");
    }

    @Test
    void a_refusal_is_its_text() {
        var answer = answer(message("{\"type\": \"refusal\", \"refusal\": \"No.\"}"), "{}");
        assertThat(answer.output().asText()).isEqualTo("No.");
        assertThat(answer.refused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens,length,false", "content_filter,content_filter,true"})
    void why_a_response_is_incomplete_is_why_it_ended(
            String reason, String finish, boolean refused) {
        String body =
                """
                {"status": "incomplete", "incomplete_details": {"reason": "%s"}, "output": [
                  {"type": "message", "role": "assistant", "content": [
                    {"type": "output_text", "text": "so far"}]}]}
                """
                        .formatted(reason);
        var answer = answer(body, "{}");
        assertThat(answer.finishReason()).contains(finish);
        assertThat(answer.refused()).isEqualTo(refused);
        assertThat(answer.output().asText()).isEqualTo("so far");
    }

    @Test
    void with_a_schema_the_text_is_read_as_json() {
        String config = "{\"response_format\": {\"type\": \"json_schema\"}}";
        assertThat(answer(message(text("{\\\"a\\\": 1}")), config).output())
                .isEqualTo(object("{\"a\": 1}"));
        assertThat(answer(message(text("{no")), config).output().asText()).isEqualTo("{no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"web_search_call\", \"action\": {\"type\": \"search\", \"query\":"
                        + " \"q\"}} | Web Search: \"q\"",
                "{\"type\": \"web_search_call\", \"status\": \"failed\", \"error\": \"e\"} |"
                        + " Web Search Call (status: failed) (Error: e)",
                "{\"type\": \"code_interpreter_call\", \"code\": \"1+1\"} | Code Interpreter: 1+1",
                "{\"type\": \"mcp_call\", \"name\": \"n\", \"error\": \"e\"} |"
                        + " MCP Tool Error (n): e",
                "{\"type\": \"mcp_call\", \"name\": \"n\", \"output\": \"o\"} |"
                        + " MCP Tool Result (n): o",
                "{\"type\": \"mcp_list_tools\", \"server_label\": \"s\", \"tools\": []} |"
                        + " MCP Tools from s: []",
                "{\"type\": \"message\", \"role\": \"user\", \"content\": []} | ''",
            })
    void tools_that_ran_there_are_told(String item, String text) {
        assertThat(answer(outputs(item), "{}").output().asText()).isEqualTo(text);
    }

    @Test
    void what_is_sent_is_what_the_method_wants() {
        assertThat(
                        sent(
                                "gpt-4.1",
                                """
                                {"instructions": "be brief", "tools": [{"type": "web_search"}],
                                 "max_tokens": 5, "verbosity": "low", "response_format":
                                   {"type": "json_schema", "json_schema":
                                     {"name": "n", "schema": {"type": "object"}}}}
                                """,
                                "hi"))
                .isEqualTo(
                        object(
                                """
                                {"model": "gpt-4.1", "temperature": 0, "max_output_tokens": 1024,
                                 "instructions": "be brief", "tools": [{"type": "web_search"}],
                                 "text": {"verbosity": "low", "format": {"type": "json_schema",
                                   "name": "n", "schema": {"type": "object"}, "strict": true}},
                                 "input": "hi"}
                                """));
    }

    @Test
    void a_reasoning_model_gets_its_effort_and_no_temperature() {
        assertThat(
                        sent(
                                "gpt-5",
                                "{\"temperature\": 1, \"reasoning_effort\": \"low\"}",
                                "[{\"role\": \"user\", \"content\": \"U\"}]"))
                .isEqualTo(
                        object(
                                """
                                {"model": "gpt-5", "reasoning": {"effort": "low"},
                                 "input": [{"role": "user", "content": "U"}]}
                                """));
        assertThat(sent("o3", "{\"reasoning\": {\"summary\": \"auto\"}}", "hi").get("reasoning"))
                .isEqualTo(object("{\"summary\": \"auto\"}"));
    }

    @Test
    void items_that_are_no_messages_are_sent_as_a_list() {
        String items = "[{\"type\": \"function_call_output\", \"call_id\": \"c\"}]";
        assertThat(sent("gpt-4.1", "{}", items).get("input"))
                .isEqualTo(object("{\"i\": " + items + "}").get("i"));
        assertThat(sent("gpt-4.1", "{}", "[not json").get("input").asText()).isEqualTo("[not json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"output\": []}", "{\"choices\": []}", "<html>"})
    void what_is_no_response_is_malformed(String body) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            assertThat(call(endpoint, "openai:responses:m", "{}", "hi"))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void errors_are_told_apart() {
        String error = "{\"error\": {\"message\": \"no: sk-test\"}}";
        try (var endpoint = FakeEndpoint.answering(400, error)) {
            assertThat(call(endpoint, "openai:responses:m", "{}", "hi"))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.message()).contains("no: ***"));
        }
        try (var endpoint = FakeEndpoint.answering(429, error)) {
            assertThat(call(endpoint, "openai:responses:m", "{}", "hi"))
                    .isInstanceOf(RateLimited.class);
        }
        String failed =
                "{\"status\": \"failed\", \"error\": {\"code\": \"server_error\", \"message\":"
                        + " \"broke\"}, \"output\": []}";
        try (var endpoint = FakeEndpoint.answering(200, failed)) {
            assertThat(call(endpoint, "openai:responses:m", "{}", "hi"))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.message()).contains("broke"));
        }
    }

    @Test
    void a_prompt_that_is_declined_is_answered_by_that() {
        String error = "{\"error\": {\"code\": \"invalid_prompt\", \"message\": \"Not this.\"}}";
        try (var endpoint = FakeEndpoint.answering(400, error)) {
            var answer = completed(call(endpoint, "openai:responses:m", "{}", "hi"));
            assertThat(answer.refused()).isTrue();
            assertThat(answer.output().asText()).isEqualTo("Not this.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o1-pro", "o3-deep-research-2025-06-26", "codex-mini-latest"})
    void models_that_answer_in_no_other_way_are_asked_in_this_one(String model) {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            call(endpoint, "openai:" + model, "{}", "hi");
            assertThat(endpoint.requests().getFirst().head()).startsWith("POST /v1/responses ");
        }
    }

    private static String outputs(String items) {
        return "{\"status\": \"completed\", \"output\": [" + items + "]}";
    }

    private static String message(String content) {
        return outputs(
                "{\"type\": \"message\", \"role\": \"assistant\", \"content\": [" + content + "]}");
    }

    private static String text(String text) {
        return "{\"type\": \"output_text\", \"text\": \"" + text + "\"}";
    }

    private static ObjectNode sent(String model, String config, String prompt) {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            call(endpoint, "openai:responses:" + model, config, prompt);
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head()).startsWith("POST /v1/responses HTTP/1.1");
            return object(sent.body());
        }
    }

    private static Answer answer(String body, String config) {
        try (var endpoint = FakeEndpoint.answering(200, body)) {
            return completed(call(endpoint, "openai:responses:gpt-4.1", config, "hi"));
        }
    }

    private static ProviderResult call(
            FakeEndpoint endpoint, String id, String config, String prompt) {
        var at = object(config).put("apiBaseUrl", endpoint.baseUrl());
        return ready(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec(id, at.toString()),
                                        KEY,
                                        SCOPE))
                .call(request(prompt));
    }

    private static Answer completed(ProviderResult result) {
        if (result instanceof Completed completed) {
            return completed.answer();
        }
        throw new AssertionError("not completed: " + result);
    }
}
