package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.http.Refusals;
import dev.promptcards.provider.http.Reply.Answered;
import dev.promptcards.provider.http.RetryAfter;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Makes results of what an endpoint sent.
public final class ApiReplies {

    private static final JsonMapper JSON = new JsonMapper();

    private final Protocol protocol;
    private final Clock clock;

    public ApiReplies(Protocol protocol, Clock clock) {
        this.protocol = protocol;
        this.clock = clock;
    }

    /// An answer off the wire.
    ProviderResult read(Answered reply, ObjectNode settings) {
        if (reply.status() >= 200 && reply.status() < 300) {
            return read(reply.body(), settings, reply.latency());
        }
        JsonNode answer = protocol.parse(reply.body());
        Optional<ApiError> error = ApiError.in(answer);
        return declined(answer, error, reply.latency())
                // The prompt was judged and declined: that is the model's answer to it.
                .<ProviderResult>map(declined -> new Completed(reply.body(), declined))
                .orElseGet(() -> refused(reply, error));
    }

    /// An answer with a status of success, or the bytes of one that were stored.
    public ProviderResult read(byte[] body, ObjectNode settings, Duration latency) {
        JsonNode answer = protocol.parse(body);
        Optional<ApiError> error = ApiError.in(answer);
        if (error.isPresent()) {
            return declined(answer, error, latency)
                    .<ProviderResult>map(declined -> new Completed(body, declined))
                    // OpenRouter and others report failures of the provider behind them like this.
                    .orElseGet(
                            () ->
                                    Refusals.of(
                                            error.get().status(),
                                            Optional.empty(),
                                            error.get().spoken()));
        }
        return protocol.read(answer, settings, latency)
                .<ProviderResult>map(read -> new Completed(body, read))
                .orElseGet(() -> new Malformed(notTheProtocol(answer, body), body));
    }

    private Optional<Answer> declined(JsonNode answer, Optional<ApiError> error, Duration latency) {
        return error.filter(ApiError::isPolicy)
                .flatMap(policy -> protocol.declined(answer, policy, latency));
    }

    private ProviderResult refused(Answered reply, Optional<ApiError> error) {
        String status = "API error: %d %s".formatted(reply.status(), reply.reason()).strip();
        if (reply.status() < 400) {
            return new Rejected(
                    reply.status(),
                    "%s: redirected to %s; write the address it ends at as `apiBaseUrl`"
                            .formatted(status, reply.location().orElse("nowhere")));
        }
        String said = error.map(ApiError::spoken).orElseGet(() -> Excerpt.of(reply.body()));
        String message = said.isEmpty() ? status : status + ": " + said;
        if (error.filter(ApiError::isQuota).isPresent()) {
            return new Rejected(reply.status(), message);
        }
        return Refusals.of(
                reply.status(),
                reply.retryAfter().flatMap(value -> RetryAfter.parse(value, clock.instant())),
                message);
    }

    private String notTheProtocol(JsonNode answer, byte[] body) {
        if (body.length == 0) {
            return "answered nothing (an empty body)";
        }
        if (answer.isMissingNode()) {
            return "answered something that is no JSON: " + Excerpt.of(body);
        }
        return protocol.mismatch(answer) + ": " + Excerpt.of(body);
    }

    /// A missing node where the bytes are no JSON.
    static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
