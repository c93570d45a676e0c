package dev.promptcards.provider.request;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.ResponseKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

class HttpProviderTest {

    private static final String ANSWER = "{\"a\": {\"b\": \"forty-two\"}}";

    @Test
    void a_json_body_is_filled_text_by_text_so_that_no_quotation_mark_breaks_it() {
        var sent =
                sent(
                        """
                        {"body": {"q": "{{prompt}}", "deep": [{"who": "{{who}}", "n": 1}]}}
                        """,
                        "say \"no\"\n");
        assertThat(sent.head())
                .startsWith("POST /v1/x HTTP/1.1")
                .containsIgnoringCase("content-type: application/json");
        assertThat(object(sent.body()))
                .isEqualTo(
                        object(
                                """
                                {"q": "say \\"no\\"\\n", "deep": [{"who": "Ada", "n": 1}]}
                                """));
    }

    @Test
    void a_prompt_of_messages_becomes_part_of_the_body() {
        var sent = sent("{\"body\": {\"messages\": \"{{prompt}}\"}}", "[{\"role\": \"user\"}]");
        assertThat(object(sent.body())).isEqualTo(object("{\"messages\": [{\"role\": \"user\"}]}"));
    }

    @Test
    void a_json_body_written_as_a_text_is_escaped_where_that_is_needed() {
        var sent =
                sent(
                        """
                        {"headers": {"Content-Type": "application/json"},
                         "body": "{\\"q\\": \\"{{prompt}}\\", \\"n\\": {{ 1 + 1 }}}"}
                        """,
                        "\"no\"");
        assertThat(object(sent.body())).isEqualTo(object("{\"q\": \"\\\"no\\\"\", \"n\": 2}"));
    }

    @Test
    void a_text_is_sent_as_it_is_filled() {
        var sent = sent("{\"body\": \"q={{prompt | urlencode}}\"}", "a b");
        assertThat(sent.body()).isEqualTo("q=a%20b");
        assertThat(sent.head()).containsIgnoringCase("application/x-www-form-urlencoded");
    }

    @Test
    void url_query_and_headers_are_templates_and_a_request_without_a_body_is_a_get() {
        var sent =
                sent(
                        """
                        {"url": "BASE/{{who}}?z=1", "queryParams": {"q": "{{prompt}}"},
                         "headers": {"X-Who": "{{who}}"}}
                        """,
                        "a&b c");
        assertThat(sent.head())
                .startsWith("GET /v1/Ada?z=1&q=a%26b+c HTTP/1.1")
                .containsIgnoringCase("x-who: Ada");
    }

    @Test
    void a_raw_request_is_sent_line_by_line() {
        var config = object("{}");
        config.put(
                "request",
                """
                PUT /v1/raw?who={{who}} HTTP/1.1
                Host: 127.0.0.1:PORT
                Content-Type: application/json
                Cookie: {% not a tag %}

                {"q": "{{prompt}}"}
                """);
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            config.put(
                    "request",
                    config.path("request").asText().replace("PORT", "" + endpoint.port()));
            completed(provider("http", config.toString()).call(request("say \"no\"")));
            var sent = endpoint.requests().getFirst();
            assertThat(sent.head())
                    .startsWith("PUT /v1/raw?who=Ada HTTP/1.1")
                    .containsIgnoringCase("cookie: {% not a tag %}");
            assertThat(object(sent.body())).isEqualTo(object("{\"q\": \"say \\\"no\\\"\"}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'bearer', 'token': 't-{{who}}'} | authorization: Bearer t-Ada",
                "{'type': 'basic', 'username': 'u', 'password': 'p'} | authorization: Basic dTpw",
                "{'type': 'api_key', 'keyName': 'X-Key', 'value': 'k'} | x-key: k",
                "{'type': 'api_key', 'placement': 'query', 'keyName': 'key', 'value': 'k'} |"
                        + " ?key=k",
            },
            quoteCharacter = '`')
    void who_asks_is_said_as_auth_says(String auth, String expected) {
        var sent = sent("{\"auth\": " + auth.replace('\'', '"') + ", \"body\": {}}", "hi");
        assertThat(sent.head()).containsIgnoringCase(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompt.toUpperCase() | HI",
                "(prompt, vars) => vars.who + prompt | Adahi",
                "const x = prompt + '!'; return x; | hi!",
            })
    void the_prompt_is_transformed_before_it_is_sent(String transform, String prompt) {
        var config = object("{\"body\": {\"q\": \"{{prompt}}\"}}");
        config.put("transformRequest", transform);
        assertThat(object(sent(config.toString(), "hi").body()))
                .isEqualTo(object("{}").put("q", prompt));
    }

    @Test
    void a_prompt_transformed_to_an_object_is_merged_into_the_body() {
        var sent =
                sent(
                        """
                        {"body": {"a": 1, "b": 2}, "transformRequest": "({b: 3, q: prompt})"}
                        """,
                        "hi");
        assertThat(object(sent.body())).isEqualTo(object("{\"a\": 1, \"b\": 3, \"q\": \"hi\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json.a.b | forty-two",
                "(json, text) => text.length + json.a.b | 25forty-two",
                "({output: json.a.b + context.response.status}) | forty-two200",
                "{ output: 1 }.output ?? json.a.b | 1",
            })
    void the_answer_is_what_the_transform_makes_of_it(String transform, String output) {
        var config = object("{\"body\": {}}").put("transformResponse", transform);
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            assertThat(answer(endpoint, config).output().asText()).isEqualTo(output);
        }
    }

    @Test
    void a_transform_may_be_a_module() {
        var config = object("{\"body\": {}}");
        config.putObject("transformResponse")
                .put("script", "exports.read = (json) => ({ output: json.a.b, cost: 2 });")
                .put("function", "read");
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var answer = answer(endpoint, config);
            assertThat(answer.output().asText()).isEqualTo("forty-two");
            assertThat(answer.costUsd().getAsDouble()).isEqualTo(2);
        }
    }

    @Test
    void without_a_transform_the_answer_is_the_json_or_else_the_text() {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            assertThat(answer(endpoint, object("{\"body\": {}}")).output())
                    .isEqualTo(object(ANSWER));
        }
        try (var endpoint = FakeEndpoint.answering(200, "plain")) {
            assertThat(answer(endpoint, object("{\"body\": {}}")).output().asText())
                    .isEqualTo("plain");
        }
    }

    @Test
    void any_status_is_an_answer_unless_it_is_to_be_validated() {
        try (var endpoint = FakeEndpoint.answering(500, "down")) {
            assertThat(answer(endpoint, object("{\"body\": {}}")).output().asText())
                    .isEqualTo("down");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status >= 200 && status < 300",
                "(status) => status < 300",
                "status => status < 300",
                "function (status) { return status < 300; }"
            })
    void a_status_that_is_not_valid_is_refused_by_what_it_means(String validate) {
        var config = object("{\"body\": {}}").put("validateStatus", validate);
        config.putObject("headers").put("X-Key", "secret-key-1");
        try (var endpoint = FakeEndpoint.answering(401, "no: secret-key-1")) {
            assertThat(call(endpoint, config))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            r ->
                                    assertThat(r.message())
                                            .contains("status 401", "no: ***")
                                            .doesNotContain("secret-key-1"));
        }
        try (var endpoint = FakeEndpoint.answering(503, "<html>down</html>")) {
            assertThat(call(endpoint, config)).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void too_many_requests_wait_as_long_as_they_are_told() {
        try (var endpoint = FakeEndpoint.answering(429, "slow", "Retry-After: 3")) {
            assertThat(call(endpoint, object("{\"body\": {}}")))
                    .isInstanceOfSatisfying(
                            RateLimited.class,
                            r -> assertThat(r.retryAfter()).contains(Duration.ofSeconds(3)));
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var endpoint = FakeEndpoint.answering(302, "", "Location: http://10.0.0.1/")) {
            assertThat(call(endpoint, object("{\"body\": {}}"))).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void half_a_body_is_an_unknown_outcome() {
        try (var endpoint =
                new FakeEndpoint(
                        (_, out) -> {
                            FakeEndpoint.raw(
                                    out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"");
                            throw FakeEndpoint.cut();
                        })) {
            assertThat(call(endpoint, object("{\"body\": {}}"))).isInstanceOf(Lost.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json.no.such", "throw new Error('x')", "json.missing", "("})
    void an_answer_its_transform_cannot_read_is_malformed_and_kept(String transform) {
        var config = object("{\"body\": {}}").put("transformResponse", transform);
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            assertThat(call(endpoint, config))
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.body()).isNotEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"ftp://x/\", \"body\": {}} | has to begin with http",
                "{\"url\": \"http://u:p@x.example/\", \"body\": {}} | holds a password",
                "{\"url\": \"http://169.254.169.254/\", \"body\": {}} | does not call",
                "{\"url\": \"http://x.example/\", \"body\": \"{{ nofunction() }}\"} | template",
                "{\"url\": \"http://x.example/\", \"headers\": {\"Host\": \"y\"}} | `host`",
                "{\"url\": \"http://x.example/\", \"body\": {}, \"headers\":"
                        + " {\"Content-Type\": \"text/plain\"}} | is a mapping",
                "{\"request\": \"hello\"} | POST /path HTTP/1.1",
                "{\"request\": \"GET / HTTP/1.1\"} | no header Host",
            })
    void what_cannot_be_sent_is_said_and_not_sent(String config, String message) {
        assertThat(provider("http", config).call(request("hi")))
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.message()).contains(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": \"http://x/\", \"multipart\": {}}",
                "{\"url\": \"http://x/\", \"auth\": {\"type\": \"oauth\"}}",
            })
    void what_is_not_supported_is_said_before_anything_is_sent(String config) {
        assertThat(
                        ProviderBeans.providers()
                                .resolve(
                                        ProviderBeans.WORKSPACE,
                                        spec("http", config),
                                        Map.of(),
                                        SCOPE))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void an_answer_belongs_to_the_variables_it_was_asked_with_and_no_key_is_in_its_key() {
        var provider =
                provider(
                        "http://x.example/?key=k-secret",
                        "{\"body\": {}, \"headers\": {\"X-Key\": \"k-secret\"}}");
        var other =
                new ProviderRequest(Prompt.of("hi"), object("{\"who\": \"Bob\"}"), object("{}"));
        assertThat(ResponseKey.of(provider, request("hi"), 0))
                .isNotEqualTo(ResponseKey.of(provider, other, 0));
        assertThat(provider.identity().toString() + provider.connection())
                .doesNotContain("k-secret");
    }

    private static FakeEndpoint.Request sent(String config, String prompt) {
        try (var endpoint = FakeEndpoint.answering(200, ANSWER)) {
            var filled = object(config.replace("BASE", endpoint.baseUrl()));
            completed(provider(endpoint.baseUrl() + "/x", filled.toString()).call(request(prompt)));
            return endpoint.requests().getFirst();
        }
    }

    private static ProviderResult call(FakeEndpoint endpoint, ObjectNode config) {
        return provider(endpoint.baseUrl() + "/x", config.toString()).call(request("hi"));
    }

    private static Answer answer(FakeEndpoint endpoint, ObjectNode config) {
        return completed(call(endpoint, config));
    }

    private static ProviderRequest request(String prompt) {
        return new ProviderRequest(Prompt.of(prompt), object("{\"who\": \"Ada\"}"), object("{}"));
    }

    private static Provider provider(String id, String config) {
        return ready(
                ProviderBeans.providers()
                        .resolve(ProviderBeans.WORKSPACE, spec(id, config), Map.of(), SCOPE));
    }

    private static Answer completed(ProviderResult result) {
        if (result instanceof Completed completed) {
            return completed.answer();
        }
        throw new AssertionError("not completed: " + result);
    }
}
