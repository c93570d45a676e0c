package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.api.ApiError;
import dev.promptcards.provider.api.Endpoint;
import dev.promptcards.provider.api.FinishReason;
import dev.promptcards.provider.api.Pricing;
import dev.promptcards.provider.api.Protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Chat completions.
public final class ChatProtocol implements Protocol {

    /// How a list of messages begins that a stray quote or comma has broken.
    private static final Pattern MEANT_AS_MESSAGES =
            Pattern.compile("\\s*\\[\\s*\\{\\s*\"(role|content)\"\\s*:.*", Pattern.DOTALL);

    private final Endpoint endpoint;
    private final Pricing pricing;

    public ChatProtocol(Endpoint endpoint, Pricing pricing) {
        this.endpoint = endpoint;
        this.pricing = pricing;
    }

    @Override
    public String kind() {
        return "openai:chat";
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public ObjectNode parameters(ObjectNode settings) {
        return ChatParameters.of(endpoint, settings);
    }

    @Override
    public void ask(Prompt prompt, ObjectNode body) {
        switch (prompt) {
            case Prompt.Chat chat -> body.set("messages", chat.messages());
            case Prompt.Text(String text) when YamlMessages.isMeant(text) ->
                    YamlMessages.read(text).ifPresent(list -> body.set("messages", list));
            case Prompt.Text(String text) ->
                    body.putArray("messages").addObject().put("role", "user").put("content", text);
        }
    }

    @Override
    public Optional<String> objection(Prompt prompt) {
        if (prompt instanceof Prompt.Text(String text)
                && YamlMessages.isMeant(text)
                && YamlMessages.read(text).isEmpty()) {
            return Optional.of(
                    "The prompt begins as a list of chat messages and is not valid YAML, so it was"
                            + " not sent. A variable of several lines has to be escaped:"
                            + " {{ name | dump }}");
        }
        return prompt instanceof Prompt.Text(String text)
                        && MEANT_AS_MESSAGES.matcher(text).matches()
                ? Optional.of(
                        "The prompt begins as a list of chat messages and is not valid JSON, so it"
                                + " was not sent. A variable put between quotes has to be escaped:"
                                + " {{ name | dump }} without the quotes")
                : Optional.empty();
    }

    @Override
    public Optional<Answer> read(JsonNode answer, ObjectNode settings, Duration latency) {
        JsonNode choice = answer.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            return Optional.empty();
        }
        Optional<String> finish = FinishReason.of(choice.path("finish_reason"));
        ChatMessage message =
                ChatMessage.of(choice.path("message"), finish, setting("showThinking", settings));
        Optional<Usage> usage = ChatUsage.of(answer.path("usage"));
        return Optional.of(
                new Answer(
                        message.output(setting("response_format", settings)),
                        usage,
                        finish,
                        cost(answer, usage),
                        latency,
                        LogProbs.of(choice.path("logprobs")),
                        message.refused(),
                        ContentFilter.of(answer, choice, message.refused()),
                        Optional.empty()));
    }

    @Override
    public String mismatch(JsonNode answer) {
        return answer.path("choices").isArray()
                ? "answered without a choice"
                : "answered JSON that is no chat completion";
    }

    @Override
    public Optional<Answer> declined(JsonNode answer, ApiError error, Duration latency) {
        Optional<Usage> usage = ChatUsage.of(answer.path("usage"));
        return Optional.of(
                new Answer(
                        new TextNode(error.message()),
                        usage,
                        Optional.of(FinishReason.CONTENT_FILTER),
                        cost(answer, usage),
                        latency,
                        Optional.empty(),
                        true,
                        ContentFilter.ofDeclined(error),
                        Optional.empty()));
    }

    private OptionalDouble cost(JsonNode answer, Optional<Usage> usage) {
        JsonNode billed = answer.path("usage").path("cost");
        return billed.isNumber() && endpoint.isAt("openrouter.ai")
                ? OptionalDouble.of(billed.asDouble())
                : pricing.costUsd(usage, ChatUsage.isAtListPrice(answer));
    }

    /// What a call's settings say, else the configuration.
    private JsonNode setting(String name, ObjectNode settings) {
        return settings.has(name) ? settings.path(name) : endpoint.config().path(name);
    }
}
