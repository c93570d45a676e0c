package dev.promptcards.provider;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/// Endpoints that repeat what they were sent, keys and all.
class DiscreetTest {

    private static final String KEY = "sk-0123456789abcdef";
    private static final String PASSWORD = "open-sesame-and-more";
    private static final String BASIC =
            Base64.getEncoder()
                    .encodeToString(("Ada:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai:chat:m      | {\"apiKey\": \"%s\"}",
                "openai:chat:m      | {\"apiKey\": \"other\", \"headers\": {\"X-Auth\": \"Bearer"
                        + " %s\"}}",
                "openai:chat:m      | {\"apiKeyEnvar\": \"MINE\"}",
                "openai:responses:m | {\"apiKey\": \"%s\"}",
                "openai:embedding:m | {}",
                "anthropic:messages:m | {}",
                "google:gemini-2.5-flash | {}",
                "mistral:m          | {}",
                "huggingface:text-classification:m | {\"apiKey\": \"%s\"}",
                "ollama:chat:m      | {\"headers\": {\"authorization\": \"Bearer %s\"}}",
                "http | {\"body\": {}, \"validateStatus\": \"status < 300\", \"headers\":"
                        + " {\"X-Auth\": \"Bearer %s\"}}",
                "http | {\"body\": {}, \"validateStatus\": \"status < 300\", \"auth\":"
                        + " {\"type\": \"bearer\", \"token\": \"%s\"}}"
            })
    void no_message_of_any_provider_holds_a_key(String id, String config) {
        var hidden = 0;
        for (int status : new int[] {200, 401, 429, 503}) {
            try (var endpoint = new FakeEndpoint((asked, out) -> quote(status, asked, out))) {
                var result =
                        ready(
                                        ProviderBeans.providers()
                                                .resolve(
                                                        ProviderBeans.WORKSPACE,
                                                        spec(id, at(endpoint, config)),
                                                        secrets(),
                                                        SCOPE))
                                .call(request("hello"));
                assertThat(said(result)).doesNotContain(KEY, KEY.substring(0, 12));
                hidden += said(result).contains("***") ? 1 : 0;
            }
        }
        assertThat(hidden).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401})
    void neither_does_an_answer_nor_what_is_stored_of_it(int status) {
        var config =
                """
                {"body": {}, "auth": {"type": "basic", "username": "Ada", "password": "%s"},
                 "queryParams": {"api_key": "%s"}}
                """
                        .formatted(PASSWORD, KEY);
        try (var endpoint = new FakeEndpoint((asked, out) -> quote(status, asked, out))) {
            var provider =
                    ready(
                            ProviderBeans.providers()
                                    .resolve(
                                            ProviderBeans.WORKSPACE,
                                            spec("http", at(endpoint, config)),
                                            Map.of(),
                                            SCOPE));
            assertThat(provider.call(request("hello")))
                    .isInstanceOfSatisfying(
                            ProviderResult.Completed.class,
                            done -> {
                                var output = done.answer().output().toString();
                                assertThat(output).contains("Basic ***").doesNotContain(KEY, BASIC);
                                assertThat(new String(done.body(), StandardCharsets.UTF_8))
                                        .doesNotContain(KEY, BASIC);
                            });
        }
    }

    /// @param status with a success the answer is no JSON, so that an excerpt of it is told
    private static void quote(int status, FakeEndpoint.Request asked, java.io.OutputStream out)
            throws java.io.IOException {
        var head =
                asked.head()
                        .lines()
                        .filter(line -> !line.matches("(?i)(host|accept|user-agent|content-).*"))
                        .collect(Collectors.joining(" "));
        var body = status == 503 ? "{\"error\": {\"message\": \"%s\"}}".formatted(head) : head;
        FakeEndpoint.send(out, status, body);
    }

    private static String at(FakeEndpoint endpoint, String config) {
        var written = ProviderBeans.object(config.replace("%s", KEY));
        var url = endpoint.baseUrl();
        return written.put("url", url).put("apiBaseUrl", url).put("apiEndpoint", url).toString();
    }

    private static Map<String, String> secrets() {
        return Map.of(
                "OPENAI_API_KEY", KEY,
                "ANTHROPIC_API_KEY", KEY,
                "GOOGLE_API_KEY", KEY,
                "MISTRAL_API_KEY", KEY,
                "MINE", KEY);
    }

    private static String said(ProviderResult result) {
        return switch (result) {
            case ProviderResult.Completed(_, var answer) -> answer.output().toString();
            case ProviderResult.RateLimited(_, String message) -> message;
            case ProviderResult.Unavailable(_, String message) -> message;
            case ProviderResult.Rejected(_, String message) -> message;
            case ProviderResult.Malformed(String message, _) -> message;
            case ProviderResult.Lost(String message) -> message;
        };
    }
}
