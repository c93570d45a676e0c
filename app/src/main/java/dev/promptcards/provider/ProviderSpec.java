package dev.promptcards.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;

/// One model behind one endpoint, as a run names it.
///
/// @param id as promptfoo writes it: `openai:chat:gpt-4o-mini`, `echo`, `replay:sample`
/// @param label what results show instead of the id
/// @param config the configuration as written; it may hold a key, so it is never printed
public record ProviderSpec(String id, Optional<String> label, ObjectNode config) {

    private static final String KEY = "apiKey";

    /// A spec that may be stored, and the secrets taken out of it.
    public record Split(ProviderSpec spec, Map<String, String> secrets) {
        @Override
        public String toString() {
            return "Split[" + spec + "]";
        }
    }

    /// Takes a key written into the configuration out of it, so that the rest may be stored in the
    /// open: `apiKey` becomes `apiKeyEnvar` with the name under which the secret is to be kept.
    public Split withoutKey() {
        String key = config.path(KEY).asText("");
        if (key.isEmpty() || key.contains("{{")) {
            return new Split(this, Map.of());
        }
        String name = "CONFIG_KEY_" + Fingerprint.of("key", key).substring(0, 16);
        ObjectNode rest = config.deepCopy();
        rest.remove(KEY);
        rest.put("apiKeyEnvar", name);
        return new Split(new ProviderSpec(id, label, rest), Map.of(name, key));
    }

    @Override
    public String toString() {
        return "ProviderSpec[" + id + "]";
    }
}
