package dev.promptcards.provider.openai;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.ApiReplies;
import dev.promptcards.provider.api.EndpointConfig;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.price.Price;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What of an answer is its output, as promptfoo decides it.
class ChatProtocolTest {

    private static final Price PRICE = new Price(new Price.Rates(1, 0.5, 10), Optional.empty());
    private static final String CALLS =
            "[{\"id\": \"call_0\", \"type\": \"function\", \"function\": {\"name\": \"f\","
                    + " \"arguments\": \"{}\"}}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'content': '  spaced  '} | '  spaced  '",
                "{'content': ''} | ''",
                "{'content': null} | ''",
                "{} | ''",
                "{'content': 'x', 'tool_calls': []} | 'x'",
                "{'content': 'x', 'refusal': null} | 'x'",
                "{'content': null, 'refusal': 'I will not.'} | 'I will not.'",
                "{'content': 'x', 'reasoning': 'because'} | 'Thinking: because\\n\\nx'",
                "{'content': 'x', 'reasoning_content': 'because'} | 'Thinking: because\\n\\nx'",
                "{'content': null, 'function_call': {'name': 'f', 'arguments': '{}'}} | {'name':"
                        + " 'f', 'arguments': '{}'}",
                "{'content': [{'type': 'text', 'text': 'x'}]} | [{'type': 'text', 'text': 'x'}]",
                "{'content': null, 'audio': {'transcript': 'said'}} | 'said'",
            },
            quoteCharacter = '`')
    void the_output_of_a_message(String message, String output) {
        assertThat(read(quoted(message), "{}").output()).isEqualTo(json(quoted(output)));
    }

    @Test
    void calls_alone_are_the_output_and_with_a_text_the_whole_message_is() {
        assertThat(read("{\"content\": null, \"tool_calls\": " + CALLS + "}", "{}").output())
                .isEqualTo(json(CALLS));
        assertThat(read("{\"content\": \"\", \"tool_calls\": " + CALLS + "}", "{}").output())
                .isEqualTo(json(CALLS));
        String both = "{\"content\": \"x\", \"tool_calls\": " + CALLS + "}";
        assertThat(read(both, "{}").output()).isEqualTo(json(both));
    }

    @Test
    void reasoning_is_not_shown_where_it_is_not_wanted() {
        String message = "{\"content\": \"x\", \"reasoning\": \"because\"}";
        assertThat(read(message, "{\"showThinking\": false}").output().asText()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'a': 1} | {'a': 1}", "null | 'null'", "oops | 'oops'", "1 2 | '1 2'"},
            quoteCharacter = '`')
    void a_text_asked_for_by_schema_is_json_where_it_is_json(String content, String output) {
        String config = "{\"response_format\": {\"type\": \"json_schema\"}}";
        String message = object("{}").put("content", quoted(content)).toString();
        assertThat(read(message, config).output()).isEqualTo(json(quoted(output)));
    }

    @Test
    void a_refusal_and_a_filter_are_refusals() {
        assertThat(read("{\"refusal\": \"no\"}", "{}").refused()).isTrue();
        assertThat(read("{\"content\": \"x\"}", "{}").refused()).isFalse();
        var filtered = answer(choice("{\"content\": null}", "content_filter"), "{}");
        assertThat(filtered.refused()).isTrue();
        assertThat(filtered.guardrails())
                .hasValueSatisfying(said -> assertThat(said.path("flagged").asBoolean()).isTrue());
        assertThat(read("{\"content\": \"x\"}", "{}").guardrails()).isEmpty();
        assertThat(filtered.output().asText()).isEqualTo("Content filtered by provider");
    }

    @ParameterizedTest
    @CsvSource({
        "stop, stop",
        "STOP, stop",
        "length, length",
        "tool_use, tool_calls",
        "end_turn, stop",
        "function_call, tool_calls",
        "max_tokens, length",
        "weird, weird",
    })
    void the_reason_to_stop_is_in_openais_words(String said, String reason) {
        assertThat(answer(choice("{\"content\": \"x\"}", said), "{}").finishReason())
                .contains(reason);
    }

    @Test
    void log_probabilities_are_one_number_a_token() {
        String choice =
                "{\"message\": {\"content\": \"x\"}, \"logprobs\": {\"content\": [{\"token\":"
                        + " \"a\", \"logprob\": -0.5}, {\"token\": \"b\", \"logprob\": -2}]}}";
        assertThat(answer(choice, "{}").logProbs()).contains(json("[-0.5, -2]"));
        assertThat(read("{\"content\": \"x\"}", "{}").logProbs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt_tokens': 10, 'completion_tokens': 2, 'total_tokens': 12} | 10 | 2 | 12 |"
                        + " 0 | 0",
                "{'prompt_tokens': 10, 'completion_tokens': 2} | 10 | 2 | 12 | 0 | 0",
                "{'prompt_tokens': 10, 'completion_tokens': 2, 'total_tokens': 12,"
                    + " 'prompt_tokens_details': {'cached_tokens': 4}, 'completion_tokens_details':"
                    + " {'reasoning_tokens': 1}} | 10 | 2 | 12 | 4 | 1",
                "{'prompt_tokens': 10, 'completion_tokens': 2, 'prompt_cache_hit_tokens': 3} | 10 |"
                        + " 2 | 12 | 3 | 0",
            },
            quoteCharacter = '`')
    void tokens_are_read_wherever_a_server_puts_them(
            String usage, long prompt, long completion, long total, long cached, long reasoning) {
        assertThat(withUsage(quoted(usage), "", "{}").tokens())
                .contains(new Usage(prompt, completion, total, cached, reasoning));
    }

    @Test
    void no_usage_means_no_tokens_and_no_cost() {
        assertThat(read("{\"content\": \"x\"}", "{}").tokens()).isEmpty();
        assertThat(read("{\"content\": \"x\"}", "{}").costUsd()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt_tokens': 1000000, 'completion_tokens': 100000} | | {} | 2.0",
                "{'prompt_tokens': 1000000, 'completion_tokens': 0, 'prompt_tokens_details':"
                        + " {'cached_tokens': 500000}} | | {} | 0.75",
                "{'prompt_tokens': 5, 'completion_tokens': 2} | | {'cost': 0.001} | 0.007",
                "{'prompt_tokens': 1000000, 'completion_tokens': 100000} | default | {} | 2.0",
                "{'prompt_tokens': 1000000, 'completion_tokens': 100000} | flex | {} | ",
                "{'prompt_tokens': 10, 'completion_tokens': 1, 'prompt_tokens_details':"
                        + " {'audio_tokens': 5}} | | {} | ",
            },
            quoteCharacter = '`')
    void an_answer_is_priced_where_its_price_is_known(
            String usage, String tier, String config, Double cost) {
        var found = withUsage(quoted(usage), tier == null ? "" : tier, quoted(config)).costUsd();
        if (cost == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found.getAsDouble()).isEqualTo(cost);
        }
    }

    private static Answer withUsage(String usage, String tier, String config) {
        return read(
                "{\"choices\": ["
                        + choice("{\"content\": \"x\"}", "stop")
                        + "], \"service_tier\": \""
                        + tier
                        + "\", \"usage\": "
                        + usage
                        + "}",
                config,
                true);
    }

    private static Answer read(String message, String config) {
        return answer(choice(message, "stop"), config);
    }

    private static Answer answer(String choice, String config) {
        return read("{\"choices\": [" + choice + "]}", config, true);
    }

    private static Answer read(String body, String config, boolean priced) {
        try {
            var spec = ProviderBeans.spec("openai:chat:m", config);
            var endpoint =
                    EndpointConfig.of(spec, Map.of("OPENAI_API_KEY", "k"), OpenAi.VENDOR)
                            .endpoint("m", new AddressPolicy(false, ""), Map.of());
            var pricing =
                    new Pricing(endpoint.prices(), priced ? Optional.of(PRICE) : Optional.empty());
            var reader = new ApiReplies(new ChatProtocol(endpoint, pricing), Clock.systemUTC());
            var result =
                    reader.read(body.getBytes(StandardCharsets.UTF_8), object("{}"), Duration.ZERO);
            return ((Completed) result).answer();
        } catch (EndpointConfig.Wrong e) {
            throw new AssertionError(e);
        }
    }

    private static String choice(String message, String finish) {
        return "{\"finish_reason\": \"" + finish + "\", \"message\": " + message + "}";
    }

    private static JsonNode json(String text) {
        return object("{\"it\": " + text + "}").get("it");
    }

    /// Tables are easier to read with single quotes.
    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
