package dev.promptcards.run.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.assertion.judge.Judge.Reply;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.Destination;
import dev.promptcards.provider.http.ProviderHttp;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Posts to the webhooks of assertions, through the client that keeps to the address policy. They
/// bill nobody, so they may be asked again after a crash.
final class Webhooks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Map<String, String> HEADERS =
            Map.of(
                    "content-type", "application/json",
                    "accept", "application/json",
                    "user-agent", "promptcards");

    private final ProviderHttp http;
    private final AddressPolicy addresses;
    private final ObjectMapper json;

    Webhooks(ProviderHttp http, AddressPolicy addresses, ObjectMapper json) {
        this.http = http;
        this.addresses = addresses;
        this.json = json;
    }

    /// How long a webhook may take: five seconds, or `WEBHOOK_TIMEOUT` in milliseconds, as in
    /// promptfoo; five minutes at most.
    static Duration patience(Map<String, String> env) {
        try {
            long millis = Long.parseLong(env.getOrDefault("WEBHOOK_TIMEOUT", "").strip());
            return Duration.ofMillis(Math.clamp(millis, 1, LONGEST.toMillis()));
        } catch (NumberFormatException e) {
            return PATIENCE;
        }
    }

    Reply post(String url, JsonNode body, Duration patience) {
        return switch (Destination.of(url, "its address", "webhooks take none")) {
            case Destination.Wrong(String reason) -> failed(reason);
            case Destination.At(URI uri) -> {
                var refusal = addresses.refusal(uri);
                yield refusal.isPresent() ? failed(refusal.get()) : posted(uri, body, patience);
            }
        };
    }

    private Reply posted(URI uri, JsonNode body, Duration patience) {
        byte[] bytes;
        try {
            bytes = json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            return failed("what to send it cannot be written as JSON");
        }
        return switch (http.post(uri, HEADERS, bytes, patience)) {
            case dev.promptcards.provider.http.Reply.Answered answered -> answer(answered);
            case dev.promptcards.provider.http.Reply.NotSent(_, String message) -> failed(message);
            case dev.promptcards.provider.http.Reply.Broken(String message) -> failed(message);
            case dev.promptcards.provider.http.Reply.TooLarge(_, String message) -> failed(message);
        };
    }

    private Reply answer(dev.promptcards.provider.http.Reply.Answered answered) {
        if (answered.status() / 100 != 2) {
            return failed("it answered with status " + answered.status());
        }
        try {
            var answer = json.readTree(answered.body());
            return answer.isMissingNode()
                    ? failed("it answered with nothing")
                    : new Reply.Answered(answer);
        } catch (IOException e) {
            return failed("it answered with something that is no JSON");
        }
    }

    private static Reply failed(String reason) {
        return new Reply.Failed(reason);
    }
}
