package dev.promptcards.provider.api;

import java.util.List;
import java.util.Optional;

/// Whose API is spoken to.
///
/// @param variables what its environment variables begin with: `OPENAI` for `OPENAI_API_KEY`,
///     `OPENAI_BASE_URL`, …; where there are several, the first one set counts
/// @param baseUrl where it lives unless something else is written; empty where each customer has an
///     address of his own
/// @param hostPath what stands behind a host given without a path
/// @param keyHeader the header that carries the key
/// @param keyPrefix what stands before the key in it
/// @param keyRequired unless the configuration says otherwise
public record Vendor(
        List<String> variables,
        Optional<String> baseUrl,
        String hostPath,
        String keyHeader,
        String keyPrefix,
        boolean keyRequired) {

    /// One that takes a bearer token.
    public static Vendor bearing(String variables, String baseUrl) {
        return new Vendor(
                List.of(variables), Optional.of(baseUrl), "/v1", "authorization", "Bearer ", true);
    }

    /// The same, where no key is needed: a server of one's own.
    public Vendor keyless() {
        return new Vendor(variables, baseUrl, hostPath, keyHeader, keyPrefix, false);
    }
}
