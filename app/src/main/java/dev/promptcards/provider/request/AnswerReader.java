package dev.promptcards.provider.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.api.Excerpt;
import dev.promptcards.provider.http.Refusals;
import dev.promptcards.provider.http.Reply.Answered;
import dev.promptcards.provider.http.RetryAfter;
import dev.promptcards.provider.script.ScriptedAnswer;
import dev.promptcards.provider.script.Scripts;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Makes results of what an endpoint sent, by the scripts of its configuration. As in promptfoo any
/// status is an answer where `validateStatus` does not say otherwise, but for 429 and redirects.
final class AnswerReader {

    private final ObjectNode config;
    private final Scripts scripts;
    private final ScriptScope scope;
    private final Clock clock;

    AnswerReader(ObjectNode config, Scripts scripts, ScriptScope scope, Clock clock) {
        this.config = config;
        this.scripts = scripts;
        this.scope = scope;
        this.clock = clock;
    }

    /// An answer off the wire.
    ProviderResult read(Answered reply) {
        String status =
                "HTTP call failed with status %d %s".formatted(reply.status(), reply.reason());
        if (reply.status() >= 300 && reply.status() < 400) {
            return new Rejected(
                    reply.status(), status.strip() + ": redirected; write the address it ends at");
        }
        boolean wanted;
        try {
            wanted = reply.status() != 429 && isValid(reply.status());
        } catch (Unfit e) {
            return new Malformed(e.reason(), reply.body());
        }
        if (!wanted) {
            String said = Excerpt.of(reply.body());
            return Refusals.of(
                    reply.status() < 400 ? 400 : reply.status(),
                    reply.retryAfter().flatMap(after -> RetryAfter.parse(after, clock.instant())),
                    said.isEmpty() ? status.strip() : status.strip() + ": " + said);
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("status", reply.status()).put("statusText", reply.reason());
        ObjectNode headers = response.putObject("headers");
        reply.headers().forEach(headers::put);
        return read(reply.body(), response, reply.latency());
    }

    /// Stored bytes: what stood around them is not known any more.
    ProviderResult read(byte[] body, Duration latency) {
        ObjectNode response = JsonNodeFactory.instance.objectNode().put("status", 200);
        response.put("statusText", "").putObject("headers");
        return read(body, response, latency);
    }

    private ProviderResult read(byte[] body, ObjectNode response, Duration latency) {
        String text = new String(body, StandardCharsets.UTF_8);
        JsonNode json = Fill.parsed(text).orElseGet(JsonNodeFactory.instance::nullNode);
        JsonNode transform =
                config.hasNonNull("transformResponse")
                        ? config.path("transformResponse")
                        : config.path("responseParser");
        if (!Scripts.isWritten(transform)) {
            JsonNode output = json.isNull() ? TextNode.valueOf(text) : json;
            return text.isEmpty()
                    ? new Malformed("answered nothing (an empty body)", body)
                    : ScriptedAnswer.of(
                            JsonNodeFactory.instance.objectNode().set("output", output),
                            body,
                            latency);
        }
        SequencedMap<String, JsonNode> arguments = new LinkedHashMap<>();
        arguments.put("json", json);
        arguments.put("text", TextNode.valueOf(text));
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("response", response.set("data", TextNode.valueOf(text)));
        arguments.put("context", context);
        return switch (scripts.run(transform, scope, arguments)) {
            case ScriptResult.Value(JsonNode value) -> ScriptedAnswer.of(value, body, latency);
            case ScriptResult.Failed(String message) -> unread(message, body);
            case ScriptResult.Stopped(String message) -> unread(message, body);
        };
    }

    private static Malformed unread(String message, byte[] body) {
        return new Malformed("Failed to transform response: " + message, body);
    }

    private boolean isValid(int status) throws Unfit {
        JsonNode validate = config.path("validateStatus");
        if (!Scripts.isWritten(validate)) {
            return true;
        }
        SequencedMap<String, JsonNode> arguments = new LinkedHashMap<>();
        arguments.put("status", JsonNodeFactory.instance.numberNode(status));
        return switch (scripts.run(validate, scope, arguments)) {
            case ScriptResult.Value(JsonNode valid) -> valid.asBoolean();
            case ScriptResult.Failed(String message) ->
                    throw new Unfit("`validateStatus` failed: " + message);
            case ScriptResult.Stopped(String message) ->
                    throw new Unfit("`validateStatus` failed: " + message);
        };
    }
}
