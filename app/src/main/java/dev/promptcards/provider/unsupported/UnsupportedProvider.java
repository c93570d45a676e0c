package dev.promptcards.provider.unsupported;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Map;

/// `unsupported:ID`, with the `reason` in its configuration: refuses every call for that reason. A
/// configuration that names a provider of another kind beside those that are spoken to still runs,
/// and that provider's cases are errors.
@Singleton
final class UnsupportedProvider implements Adapter {

    private static final String PREFIX = "unsupported:";

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX);
    }

    @Override
    public String form() {
        return "";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        var id = spec.id().substring(PREFIX.length());
        var reason =
                spec.config().path("reason").asText("the provider `" + id + "` is not supported");
        return new Resolved.Ready(new Refusing(id, reason));
    }

    private record Refusing(String id, String reason) implements Provider {

        @Override
        public ProviderResult call(ProviderRequest request) {
            return new ProviderResult.Rejected(0, reason);
        }

        @Override
        public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
            return new ProviderResult.Malformed(reason, stored);
        }

        @Override
        public boolean metered() {
            return false;
        }

        @Override
        public String connection() {
            return "unsupported";
        }

        @Override
        public ObjectNode identity() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("kind", "unsupported")
                    .put("model", id);
        }
    }
}
