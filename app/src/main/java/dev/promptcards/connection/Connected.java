package dev.promptcards.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// A provider behind a connection. Before each call, after the wait for its turn, it is asked
/// whether the connection still is what it was: who changed or removed it is not called any more by
/// what had waited meanwhile.
record Connected(Provider provider, Live live, Supplier<Resolved> now) implements Provider {

    @Override
    public ProviderResult call(ProviderRequest request) {
        return guarded(request, provider::call);
    }

    @Override
    public Turn turn() throws InterruptedException {
        Turn turn = provider.turn();
        return new Turn() {
            @Override
            public ProviderResult call(ProviderRequest request) {
                return guarded(request, turn::call);
            }

            @Override
            public void close() {
                turn.close();
            }
        };
    }

    private ProviderResult guarded(ProviderRequest request, Turn call) {
        var slug = live.connection().slug();
        for (JsonNode named :
                new JsonNode[] {
                    request.settings().path("model"),
                    request.settings().path("passthrough").path("model")
                }) {
            var refusal = Models.refusal(live.connection(), named);
            if (refusal.isPresent()) {
                return new Rejected(0, refusal.get());
            }
        }
        return switch (now.get()) {
            case Resolved.Misconfigured(String reason) -> new Rejected(0, reason);
            case Resolved.Unsupported(String reason) -> new Rejected(0, reason);
            case Resolved.Ready(Provider current) ->
                    current instanceof Connected same && same.live.isAs(live)
                            ? call.call(request)
                            : new Unavailable(
                                    Optional.empty(),
                                    "the connection `%s` was changed meanwhile".formatted(slug));
        };
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return provider.read(stored, settings, latency);
    }

    @Override
    public boolean metered() {
        return provider.metered();
    }

    @Override
    public String connection() {
        return provider.connection();
    }

    @Override
    public ObjectNode identity() {
        return provider.identity();
    }

    @Override
    public boolean readsVars() {
        return provider.readsVars();
    }

    @Override
    public String toString() {
        return "Connected[" + live.connection().slug() + "]";
    }
}
