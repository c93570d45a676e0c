package dev.promptcards.provider.google;

import dev.promptcards.provider.api.Endpoint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where the methods of a model are.
final class Paths {

    private Paths() {}

    static String of(Endpoint endpoint, String method) {
        return "/%s/models/%s:%s"
                .formatted(
                        encoded(endpoint.config().path("apiVersion").asText("v1beta")),
                        encoded(endpoint.model()),
                        method);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
