package dev.promptcards.provider.local;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// Ollama and llama.cpp, as their servers answer.
class LocalServersTest {

    private static final String CHAT =
            """
            {"model": "llama3.2:1b", "created_at": "2026-11-20T10:00:00.1Z",
             "message": {"role": "assistant", "content": "there"},
             "done_reason": "length", "done": true, "total_duration": 300, "load_duration": 100,
             "prompt_eval_count": 26, "prompt_eval_cached_count": 20, "eval_count": 4}
            """;
    private static final String STREAM =
            """
            {"model":"m","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}
            {"model":"m","message":{"role":"assistant","content":"","thinking":"m"},"done":false}
            {"model":"m","message":{"role":"assistant","content":"th"},"done":false}
            {"model":"m","message":{"role":"assistant","content":"ere"},"done":false}
            {"model":"m","message":{"role":"assistant","content":""},"done":true,\
            "done_reason":"stop","prompt_eval_count":9,"eval_count":3}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ollama:llama3.2:1b | /api/generate | llama3.2:1b",
                "ollama:completion:m | /api/generate | m",
                "ollama:chat:llama3.2:1b | /api/chat | llama3.2:1b",
                "ollama:embedding:m | /api/embed | m",
                "ollama:embeddings:m | /api/embed | m",
                "llama | /completion |",
                "llama:anything | /completion |",
            })
    void each_method_has_its_path(String id, String path, String model) {
        try (var endpoint = FakeEndpoint.answering(200, "{}")) {
            call(endpoint, id, "{}");
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith("POST " + path + " HTTP/1.1")
                    .doesNotContainIgnoringCase("authorization:");
            assertThat(object(sent.body()).path("model").textValue()).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ollama:chat:m | {\"temperature\": 0, \"num_predict\": 9, \"num_ctx\": 4096,"
                        + " \"format\": \"json\", \"keep_alive\": \"5m\", \"max_tokens\": 5,"
                        + " \"suffix\": \"no\", \"tools\": []}"
                        + " | {\"model\": \"m\", \"stream\": false, \"format\": \"json\","
                        + " \"keep_alive\": \"5m\", \"tools\": [], \"messages\": [{\"role\":"
                        + " \"user\", \"content\": \"hi\"}], \"options\": {\"temperature\": 0,"
                        + " \"num_predict\": 9, \"num_ctx\": 4096}}",
                "ollama:m | {\"raw\": true, \"tools\": [], \"passthrough\": {\"keep_alive\": 0,"
                        + " \"options\": {\"seed\": 7}}, \"seed\": 1, \"top_k\": 2}"
                        + " | {\"model\": \"m\", \"stream\": false, \"raw\": true, \"keep_alive\":"
                        + " 0, \"prompt\": \"hi\", \"options\": {\"seed\": 7, \"top_k\": 2}}",
                "ollama:embedding:m | {\"dimensions\": 8}"
                        + " | {\"model\": \"m\", \"truncate\": false, \"dimensions\": 8,"
                        + " \"input\": \"hi\"}",
                "ollama:embedding:m | {\"truncate\": true}"
                        + " | {\"model\": \"m\", \"truncate\": true, \"input\": \"hi\"}",
                "llama | {} | {\"n_predict\": 512, \"prompt\": \"hi\"}",
                "llama:m | {\"n_predict\": 9, \"mirostat\": 2}"
                        + " | {\"n_predict\": 9, \"mirostat\": 2, \"prompt\": \"hi\"}",
            })
    void what_steers_the_model_stands_where_the_server_looks_for_it(
            String id, String config, String sent) {
        try (var endpoint = FakeEndpoint.answering(200, "{}")) {
            call(endpoint, id, config);
            assertThat(object(endpoint.requests().getFirst().body())).isEqualTo(object(sent));
        }
    }

    @Test
    void a_chat_is_read_with_its_tokens() {
        Answer answer = answer("ollama:chat:m", "{}", CHAT);
        assertThat(answer.output().textValue()).isEqualTo("there");
        assertThat(answer.finishReason()).contains("length");
        assertThat(answer.tokens()).contains(new Usage(26, 4, 30, 20, 0));
        assertThat(answer.costUsd()).isEmpty();
    }

    @Test
    void a_stream_is_put_together_with_what_was_thought() {
        Answer answer = answer("ollama:chat:m", "{}", STREAM);
        assertThat(answer.output().textValue()).isEqualTo("Thinking: Hmm\n\nthere");
        assertThat(answer.finishReason()).contains("stop");
        assertThat(answer.tokens()).contains(new Usage(9, 3, 12, 0, 0));
        assertThat(answer("ollama:chat:m", "{\"showThinking\": false}", STREAM).output().asText())
                .isEqualTo("there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ollama:m | {\"response\": \"so\", \"done\": true} | \"so\"",
                "ollama:m | {\"response\": \"\", \"thinking\": \"all\", \"done\": true}"
                        + " | \"Thinking: all\"",
                "ollama:embedding:m | {\"embeddings\": [[0.5, -1]]} | [0.5, -1]",
                "ollama:chat:m | {\"message\": {\"content\": \"\", \"tool_calls\": [{\"function\":"
                        + " {\"name\": \"f\", \"arguments\": {\"a\": 1}}}, {\"function\": 3}]}} |"
                        + " [{\"function\": {\"name\": \"f\", \"arguments\": \"{\\\"a\\\":1}\"}}]",
                "ollama:chat:m | {\"message\": {\"content\": \"see\", \"thinking\": \"t\","
                        + " \"tool_calls\": [{\"function\": {\"name\": \"f\", \"arguments\":"
                        + " \"{}\"}}]}} | {\"content\": \"see\", \"tool_calls\": [{\"function\":"
                        + " {\"name\": \"f\", \"arguments\": \"{}\"}}]}",
                "llama | {\"content\": \" so\", \"stop_type\": \"limit\"} | \" so\"",
            })
    void each_method_has_its_own_output(String id, String body, String output) {
        assertThat(answer(id, "{}", body).output())
                .isEqualTo(object("{\"o\": " + output + "}").get("o"));
    }

    @Test
    void llama_cpp_says_why_it_stopped_and_what_it_read() {
        Answer answer =
                answer(
                        "llama",
                        "{}",
                        """
                        {"content": "so", "stop": true, "stop_type": "limit",
                         "tokens_evaluated": 5, "tokens_predicted": 512, "tokens_cached": 516}
                        """);
        assertThat(answer.finishReason()).contains("length");
        assertThat(answer.tokens()).contains(new Usage(5, 512, 517, 0, 0));
    }

    @Test
    void an_error_is_one_wherever_in_a_stream_it_stands() {
        String error = "{\"error\":\"an error was encountered while running the model\"}\n";
        String broken = STREAM.lines().findFirst().orElseThrow() + "\n" + error;
        for (String body : new String[] {error, broken}) {
            assertThat(result("ollama:chat:m", "{}", 200, body))
                    .isNotInstanceOf(Completed.class)
                    .extracting(Object::toString)
                    .asString()
                    .contains("while running the model");
        }
    }

    @Test
    void a_stream_that_broke_off_is_no_answer() {
        String half = STREAM.substring(0, STREAM.lastIndexOf("{\"model\""));
        for (String body : new String[] {half, "<html>", "{\"done\": true}", "[1]"}) {
            assertThat(result("ollama:chat:m", "{}", 200, body)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void the_servers_refusals_are_told() {
        assertThat(
                        result(
                                "ollama:chat:m",
                                "{}",
                                404,
                                "{\"error\":\"model 'm' not found, try pulling it first\"}"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        refused -> assertThat(refused.message()).contains("404", "pulling it"));
        assertThat(
                        result(
                                "llama",
                                "{}",
                                503,
                                """
                                {"error": {"code": 503, "message": "Loading model",
                                 "type": "unavailable_error"}}
                                """))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        refused -> assertThat(refused.message()).contains("Loading model"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama:", "ollama:chat", "ollama:embedding:"})
    void a_model_has_to_be_named(String id) {
        assertThat(
                        ProviderBeans.providers()
                                .resolve(ProviderBeans.WORKSPACE, spec(id, "{}"), Map.of(), SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void address_and_key_come_from_the_environment() {
        try (var endpoint = FakeEndpoint.answering(200, CHAT)) {
            var environment =
                    Map.of(
                            "OLLAMA_BASE_URL",
                            "http://127.0.0.1:" + endpoint.port(),
                            "OLLAMA_API_KEY",
                            "sk-o");
            ready(
                            ProviderBeans.providers()
                                    .resolve(
                                            ProviderBeans.WORKSPACE,
                                            spec("ollama:chat:m", "{}"),
                                            environment,
                                            SCOPE))
                    .call(request("hi"));
            assertThat(endpoint.requests().getFirst().head())
                    .startsWith("POST /api/chat HTTP/1.1")
                    .containsIgnoringCase("authorization: Bearer sk-o");
        }
    }

    private static Answer answer(String id, String config, String body) {
        ProviderResult result = result(id, config, 200, body);
        if (result instanceof Completed completed) {
            return completed.answer();
        }
        throw new AssertionError("not completed: " + result);
    }

    private static ProviderResult result(String id, String config, int status, String body) {
        try (var endpoint = FakeEndpoint.answering(status, body)) {
            return call(endpoint, id, config);
        }
    }

    private static ProviderResult call(FakeEndpoint endpoint, String id, String config) {
        var written = object(config).put("apiBaseUrl", "http://127.0.0.1:" + endpoint.port());
        return ready(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec(id, written.toString()),
                                        Map.of(),
                                        SCOPE))
                .call(request("hi"));
    }
}
