package dev.promptcards.provider.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.FinishReason;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;
import dev.promptcards.provider.openai.ChatProtocol;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Ollama's methods. Messages of a chat are written as OpenAI's are, and so are the calls of tools
/// in its output: their arguments are a text.
final class OllamaProtocol implements Protocol {

    private final OllamaMethod method;
    private final Endpoint endpoint;
    private final Pricing pricing;
    private final Protocol messages;

    OllamaProtocol(OllamaMethod method, Endpoint endpoint, Pricing pricing) {
        this.method = method;
        this.endpoint = endpoint;
        this.pricing = pricing;
        this.messages = new ChatProtocol(endpoint, pricing);
    }

    @Override
    public String kind() {
        return "ollama:" + method.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String path() {
        return method.path();
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", endpoint.model());
        if (method == OllamaMethod.EMBEDDING) {
            // Else the beginning of a text that is too long would be embedded, and nothing said.
            body.put("truncate", false);
        } else {
            body.put("stream", false);
        }
        return body.setAll(OllamaParameters.of(method, config(settings)));
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        switch (method) {
            case CHAT -> messages.ask(prompt, body);
            case COMPLETION -> body.put("prompt", prompt.asText());
            case EMBEDDING -> body.put("input", prompt.asText());
        }
    }

    @Override
    public Optional<String> objection(Prompt prompt) {
        return method == OllamaMethod.CHAT ? messages.objection(prompt) : Optional.empty();
    }

    @Override
    public JsonNode parse(byte[] body) {
        return OllamaStream.joined(body);
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        if (!isWhole(answer)) {
            return Optional.empty();
        }
        Optional<JsonNode> output =
                switch (method) {
                    case CHAT -> said(answer.path("message"), settings);
                    case COMPLETION -> completed(answer, settings);
                    case EMBEDDING -> embedding(answer.path("embeddings").path(0));
                };
        Optional<Usage> usage = usage(answer);
        return output.map(
                read ->
                        new Answer(
                                read,
                                usage,
                                FinishReason.of(answer.path("done_reason")),
                                pricing.costUsd(usage),
                                latency,
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty()));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return isWhole(answer)
                ? "answered JSON that is none of Ollama's " + method.path()
                : "answered a stream that broke off";
    }

    private static boolean isWhole(JsonNode answer) {
        return answer.path("done").asBoolean(true);
    }

    private Optional<JsonNode> said(JsonNode message, ObjectNode settings) {
        if (!message.isObject()) {
            return Optional.empty();
        }
        String content = message.path("content").asText("");
        ArrayNode calls = calls(message.path("tool_calls"));
        if (calls.isEmpty()) {
            return Optional.of(shown(content, message.path("thinking"), settings));
        }
        return Optional.of(
                content.isBlank()
                        ? calls
                        : JsonNodeFactory.instance
                                .objectNode()
                                .put("content", content)
                                .set("tool_calls", calls));
    }

    private Optional<JsonNode> completed(JsonNode answer, ObjectNode settings) {
        JsonNode text = answer.path("response");
        return text.isTextual()
                ? Optional.of(shown(text.textValue(), answer.path("thinking"), settings))
                : Optional.empty();
    }

    private static Optional<JsonNode> embedding(JsonNode numbers) {
        boolean isOne =
                numbers.isArray()
                        && !numbers.isEmpty()
                        && numbers.valueStream().allMatch(JsonNode::isNumber);
        return isOne ? Optional.of(numbers) : Optional.empty();
    }

    private static ArrayNode calls(JsonNode said) {
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (JsonNode call : said) {
            JsonNode function = call.path("function");
            JsonNode arguments = function.path("arguments");
            if (function.path("name").isTextual()) {
                calls.addObject()
                        .putObject("function")
                        .put("name", function.path("name").textValue())
                        .put(
                                "arguments",
                                arguments.isTextual()
                                        ? arguments.textValue()
                                        : arguments.toString());
            }
        }
        return calls;
    }

    /// A text with what the model thought before it, unless `showThinking` is false.
    private JsonNode shown(String text, JsonNode thinking, ObjectNode settings) {
        String thought = thinking.asText("");
        if (thought.isEmpty() || !config(settings).path("showThinking").asBoolean(true)) {
            return new TextNode(text);
        }
        return new TextNode("Thinking: " + thought + (text.isEmpty() ? "" : "\n\n" + text));
    }

    private ObjectNode config(ObjectNode settings) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.setAll(endpoint.config());
        return config.setAll(settings);
    }

    private static Optional<Usage> usage(JsonNode answer) {
        if (!answer.has("prompt_eval_count") && !answer.has("eval_count")) {
            return Optional.empty();
        }
        long prompt = answer.path("prompt_eval_count").asLong();
        long completion = answer.path("eval_count").asLong();
        long cached = answer.path("prompt_eval_cached_count").asLong();
        return Optional.of(new Usage(prompt, completion, prompt + completion, cached, 0));
    }
}
