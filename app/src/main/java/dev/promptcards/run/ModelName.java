package dev.promptcards.run;

import dev.promptcards.provider.Provider;

/// What executions are stored under: the kind of provider and its model.
public record ModelName(String kind, String model) {

    /// A provider without models, such as `echo`, is its own model.
    public static ModelName of(Provider provider) {
        var identity = provider.identity();
        var kind = identity.path("kind").asText();
        return new ModelName(kind, identity.path("model").asText(kind));
    }

    /// Of a provider that cannot be opened: what its id says.
    public static ModelName of(String id) {
        int colon = id.indexOf(':');
        return new ModelName(
                colon < 1 ? id : id.substring(0, colon), id.substring(id.lastIndexOf(':') + 1));
    }
}
