package dev.promptcards.provider.api;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.http.AddressPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

class EndpointConfigTest {

    private static final Vendor OPENAI = Vendor.bearing("OPENAI", "https://api.openai.com/v1");
    private static final Map<String, String> DEFAULTS = Map.of("OPENAI_TEMPERATURE", "temperature");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | | https://api.openai.com/v1/chat/completions",
                "{} | OPENAI_BASE_URL=https://b.example/v1/ |"
                        + " https://b.example/v1/chat/completions",
                "{} | OPENAI_API_BASE_URL=https://a.example/v1,OPENAI_BASE_URL=https://b.example |"
                        + " https://a.example/v1/chat/completions",
                "{} | OPENAI_API_HOST=h.example,OPENAI_BASE_URL=https://b.example |"
                        + " https://h.example/v1/chat/completions",
                "{\"apiBaseUrl\": \"http://c.example:8000/x\"} | OPENAI_BASE_URL=https://b.example"
                        + " | http://c.example:8000/x/chat/completions",
                "{\"apiHost\": \"d.example\", \"apiBaseUrl\": \"https://c.example\"} | |"
                        + " https://d.example/v1/chat/completions",
                "{\"apiBaseUrl\": \"https://{{ env.HOST }}/v1\"} | HOST=e.example |"
                        + " https://e.example/v1/chat/completions",
                "{\"apiBaseUrl\": \"https://z.example/d?api-version=1\"} | |"
                        + " https://z.example/d/chat/completions?api-version=1",
            })
    void the_url_is_what_is_written_else_what_the_environment_says(
            String config, String environment, String url) throws Exception {
        assertThat(endpoint(config, environment).at("/chat/completions")).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | OPENAI_API_KEY=a | a",
                "{\"apiKey\": \"b\"} | OPENAI_API_KEY=a | b",
                "{\"apiKeyEnvar\": \"GROQ\"} | OPENAI_API_KEY=a,GROQ=c | c",
                "{\"apiKey\": \"{{env.GROQ}}\"} | GROQ=c | c",
            })
    void the_key_is_what_is_written_else_what_the_environment_says(
            String config, String environment, String key) throws Exception {
        var endpoint =
                EndpointConfig.of(spec(config), secrets(environment, Map.of()), OPENAI)
                        .endpoint("m", open(), DEFAULTS);
        assertThat(endpoint.key().value()).isEqualTo(key);
        assertThat(endpoint.headers()).containsEntry("authorization", "Bearer " + key);
    }

    @Test
    void a_server_that_wants_no_key_gets_none() throws Exception {
        var endpoint =
                EndpointConfig.of(spec("{\"apiKeyRequired\": false}"), Map.of(), OPENAI)
                        .endpoint("m", open(), DEFAULTS);
        assertThat(endpoint.headers()).doesNotContainKey("authorization");
    }

    @Test
    void headers_written_win_over_ours() throws Exception {
        assertThat(
                        endpoint("{\"headers\": {\"Authorization\": \"Basic {{env.B}}\"}}", "B=x")
                                .headers())
                .containsEntry("authorization", "Basic x");
    }

    @Test
    void an_organization_from_the_environment_is_told_to_openai_alone() throws Exception {
        assertThat(endpoint("{}", "OPENAI_ORGANIZATION=o").headers())
                .containsEntry("openai-organization", "o");
        assertThat(endpoint("{\"apiHost\": \"x.example\"}", "OPENAI_ORGANIZATION=o").headers())
                .doesNotContainKey("openai-organization");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | | PT5M",
                "{} | REQUEST_TIMEOUT_MS=60000 | PT1M",
                "{\"timeoutMs\": 2500} | REQUEST_TIMEOUT_MS=60000 | PT2.5S",
            })
    void the_time_out_is_five_minutes_or_what_is_set(
            String config, String environment, Duration timeout) throws Exception {
        assertThat(endpoint(config, environment).timeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"apiBaseUrl\": \"ftp://x\"} | | the base URL has to begin with http",
                "{\"apiBaseUrl\": \"api.example.com/v1\"} | | the base URL has to begin with http",
                "{\"apiBaseUrl\": \"http://a b\"} | | the base URL is none",
                "{\"apiBaseUrl\": \"https://u:p@x.example\"} | | the base URL holds a password",
                "{\"apiBaseUrl\": \"http://10.0.0.1/v1\"} | | 10.0.0.1 is a private address",
                "{\"apiKeyEnvar\": \"NOPE\"} | | Set NOPE where the run is started",
                "{\"headers\": {\"Host\": \"x\"}} | | the header `host` cannot be set",
                "{\"headers\": {\"a b\": \"x\"}} | | the header `a b` cannot be set",
                "{\"headers\": {\"a\": \"x\\r\\ny: z\"}} | | the value of the header `a`",
                "{\"timeoutMs\": 0} | | the time-out has to lie",
                "{} | REQUEST_TIMEOUT_MS=soon | has to be a number",
                "{} | OPENAI_TEMPERATURE=hot | `OPENAI_TEMPERATURE` has to be a number",
            })
    void what_is_wrong_is_said_before_anything_is_paid(
            String config, String environment, String message) {
        assertThatThrownBy(() -> endpoint(config, environment))
                .isInstanceOf(EndpointConfig.Wrong.class)
                .hasMessageContaining(message);
    }

    private static Endpoint endpoint(String config, String environment)
            throws EndpointConfig.Wrong {
        return EndpointConfig.of(
                        spec(config), secrets(environment, Map.of("OPENAI_API_KEY", "sk")), OPENAI)
                .endpoint("m", open(), DEFAULTS);
    }

    private static ProviderSpec spec(String config) {
        return new ProviderSpec("openai:chat:m", Optional.empty(), object(config));
    }

    private static AddressPolicy open() {
        return new AddressPolicy(false, "");
    }

    private static Map<String, String> secrets(String environment, Map<String, String> more) {
        var secrets = new HashMap<>(more);
        if (environment != null) {
            for (String entry : environment.split(",")) {
                secrets.put(entry.split("=", 2)[0], entry.split("=", 2)[1]);
            }
        }
        return secrets;
    }
}
