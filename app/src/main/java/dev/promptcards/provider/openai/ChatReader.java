package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.http.Refusals;
import dev.promptcards.provider.http.Reply.Answered;
import dev.promptcards.provider.http.RetryAfter;
import dev.promptcards.provider.price.Price;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// Makes results of what an endpoint sent.
final class ChatReader {

    private static final JsonMapper JSON = new JsonMapper();

    private final ChatEndpoint endpoint;
    private final Optional<Price> listPrice;
    private final Clock clock;

    /// @param listPrice of the model, where it has one
    ChatReader(ChatEndpoint endpoint, Optional<Price> listPrice, Clock clock) {
        this.endpoint = endpoint;
        this.listPrice = listPrice;
        this.clock = clock;
    }

    /// An answer off the wire.
    ProviderResult read(Answered reply, ObjectNode settings) {
        if (reply.status() >= 200 && reply.status() < 300) {
            return read(reply.body(), settings, reply.latency());
        }
        Optional<ChatError> error = ChatError.in(json(reply.body()));
        if (error.filter(ChatError::isPolicy).isPresent()) {
            // The prompt was judged and declined: that is the model's answer to it.
            return read(reply.body(), settings, reply.latency());
        }
        return refused(reply, error);
    }

    /// An answer with a status of success, or the bytes of one that were stored.
    ProviderResult read(byte[] body, ObjectNode settings, Duration latency) {
        JsonNode answer = json(body);
        Optional<ChatError> error = ChatError.in(answer);
        if (error.isPresent()) {
            return error.get().isPolicy()
                    ? new Completed(body, declined(answer, error.get(), latency))
                    // OpenRouter and others report failures of the provider behind them like this.
                    : Refusals.of(error.get().status(), Optional.empty(), said(error.get()));
        }
        JsonNode choice = answer.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            return new Malformed(notTheProtocol(answer, body), body);
        }
        return new Completed(body, answered(answer, choice, settings, latency));
    }

    private Answer answered(
            JsonNode answer, JsonNode choice, ObjectNode settings, Duration latency) {
        Optional<String> finish = FinishReason.of(choice.path("finish_reason"));
        ChatMessage message =
                ChatMessage.of(choice.path("message"), finish, setting("showThinking", settings));
        Optional<Usage> usage = ChatUsage.of(answer.path("usage"));
        return new Answer(
                message.output(setting("response_format", settings)),
                usage,
                finish,
                cost(answer, usage),
                latency,
                LogProbs.of(choice.path("logprobs")),
                message.refused(),
                Optional.empty());
    }

    private Answer declined(JsonNode answer, ChatError error, Duration latency) {
        Optional<Usage> usage = ChatUsage.of(answer.path("usage"));
        return new Answer(
                JSON.getNodeFactory().textNode(error.message()),
                usage,
                Optional.of(FinishReason.CONTENT_FILTER),
                cost(answer, usage),
                latency,
                Optional.empty(),
                true,
                Optional.empty());
    }

    private OptionalDouble cost(JsonNode answer, Optional<Usage> usage) {
        if (usage.isEmpty()) {
            return OptionalDouble.empty();
        }
        JsonNode billed = answer.path("usage").path("cost");
        if (billed.isNumber() && endpoint.isOpenRouter()) {
            return OptionalDouble.of(billed.asDouble());
        }
        Optional<Price> list = listPrice.filter(_ -> ChatUsage.isAtListPrice(answer));
        return endpoint.prices()
                .over(list)
                .map(price -> OptionalDouble.of(price.costUsd(usage.get())))
                .orElseGet(OptionalDouble::empty);
    }

    private ProviderResult refused(Answered reply, Optional<ChatError> error) {
        String status = "API error: %d %s".formatted(reply.status(), reply.reason()).strip();
        if (reply.status() < 400) {
            return new Rejected(
                    reply.status(),
                    "%s: redirected to %s; write the address it ends at as `apiBaseUrl`"
                            .formatted(status, reply.location().orElse("nowhere")));
        }
        String said = error.map(this::said).orElseGet(() -> excerpt(reply.body()));
        String message = said.isEmpty() ? status : status + ": " + said;
        if (error.filter(ChatError::isQuota).isPresent()) {
            return new Rejected(reply.status(), message);
        }
        return Refusals.of(
                reply.status(),
                reply.retryAfter().flatMap(value -> RetryAfter.parse(value, clock.instant())),
                message);
    }

    private String said(ChatError error) {
        return endpoint.key().blotted(error.spoken());
    }

    private String notTheProtocol(JsonNode answer, byte[] body) {
        if (body.length == 0) {
            return "answered nothing (an empty body)";
        }
        if (answer.isMissingNode()) {
            return "answered something that is no JSON: " + excerpt(body);
        }
        return answer.path("choices").isArray()
                ? "answered without a choice: " + excerpt(body)
                : "answered JSON that is no chat completion: " + excerpt(body);
    }

    private String excerpt(byte[] body) {
        return endpoint.key().blotted(Excerpt.of(body));
    }

    /// What a call's settings say, else the configuration.
    private JsonNode setting(String name, ObjectNode settings) {
        return settings.has(name) ? settings.path(name) : endpoint.config().path(name);
    }

    /// A missing node where the bytes are no JSON.
    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
