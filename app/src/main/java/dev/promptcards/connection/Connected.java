package dev.promptcards.connection;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.WrappedProvider;

import java.util.Optional;
import java.util.function.Supplier;

/// A provider behind a connection. Before each call, after the wait for its turn, it is asked
/// whether the connection still is what it was: who changed or removed it is not called any more by
/// what had waited meanwhile.
record Connected(Provider provider, Live live, Supplier<Resolved> now) implements WrappedProvider {

    @Override
    public ProviderResult around(ProviderRequest request, Turn call) {
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
    public String toString() {
        return "Connected[" + live.connection().slug() + "]";
    }
}
