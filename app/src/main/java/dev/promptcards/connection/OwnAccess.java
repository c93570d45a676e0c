package dev.promptcards.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// What in a provider's configuration says where it leads or by which key it is let in. Beside a
/// connection none of it may stand: a run could send the connection's key elsewhere.
final class OwnAccess {

    /// The member of a configuration that names a connection.
    static final String CONNECTION = "connection";

    private static final List<String> KEYS =
            List.of(
                    "apiKey",
                    "apiKeyEnvar",
                    "apiKeyRequired",
                    "apiHost",
                    "apiBaseUrl",
                    "apiEndpoint",
                    "region",
                    "auth",
                    "request",
                    "useHttps");

    private OwnAccess() {}

    /// The first such member.
    ///
    /// @param id of the provider; one that is a URL leads there
    static Optional<String> in(String id, ObjectNode config) {
        if (id.contains("://")) {
            return Optional.of("a URL for an id");
        }
        var url = config.path("url").asText("");
        if (!url.isEmpty() && !url.startsWith("/")) {
            return Optional.of("`url` (a path such as /answers goes behind the base URL)");
        }
        return KEYS.stream().filter(config::hasNonNull).map("`%s`"::formatted).findFirst();
    }

    /// The connection a configuration names.
    static Optional<String> named(ObjectNode config) {
        return Optional.of(config.path(CONNECTION).asText("")).filter(slug -> !slug.isBlank());
    }
}
