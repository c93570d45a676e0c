package dev.promptcards.provider.echo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.Usage;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// `echo`: answers the rendered prompt, at no cost and without tokens.
@Singleton
final class Echo implements Adapter, Provider {

    /// A prompt comes back sooner than clocks tell apart; it has taken some time all the same, as
    /// `latency` with a threshold below any would have it.
    private static final long SHORTEST_NANOS = 1_000;

    private static final String ID = "echo";

    @Override
    public boolean speaks(String id) {
        return id.equals(ID);
    }

    @Override
    public String form() {
        return "`echo`";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        return new Ready(this);
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        long start = System.nanoTime();
        String text = request.prompt().asText();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        long nanos = Math.max(SHORTEST_NANOS, System.nanoTime() - start);
        return new Completed(body, answer(text, Duration.ofNanos(nanos)));
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return new Completed(stored, answer(new String(stored, StandardCharsets.UTF_8), latency));
    }

    @Override
    public boolean metered() {
        return false;
    }

    @Override
    public String connection() {
        return ID;
    }

    @Override
    public ObjectNode identity() {
        return JsonNodeFactory.instance.objectNode().put("kind", ID);
    }

    private static Answer answer(String text, Duration latency) {
        return Answer.of(
                new TextNode(text), Optional.of(Usage.NONE), OptionalDouble.of(0), latency);
    }
}
