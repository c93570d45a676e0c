package dev.promptcards.http;

import io.micronaut.http.HttpRequest;

/// Which requests are for the interface and which for pages. Filters ask this instead of naming
/// paths of their own, so that one matching is done for all of them, and all go by the same.
public final class ApiPaths {

    private static final String ROOT = "api";

    private ApiPaths() {}

    /// Whether the first segment of the address that is not empty is `api`.
    public static boolean isPart(HttpRequest<?> request) {
        var path = request.getPath();
        int at = 0;
        while (at < path.length() && path.charAt(at) == '/') {
            at++;
        }
        int end = at + ROOT.length();
        return path.startsWith(ROOT, at) && (end == path.length() || path.charAt(end) == '/');
    }
}
