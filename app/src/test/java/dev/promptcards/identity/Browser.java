package dev.promptcards.identity;

import static java.util.stream.Collectors.joining;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a browser does: it keeps the cookie, and says which page a request comes from.
public final class Browser {

    private final Api api;
    private final String origin;
    private String cookie = "";
    private String csrf = "";

    Browser(URI server) {
        this.api = new Api(server, null);
        this.origin = server.toString();
    }

    /// Signs in as a page would.
    public Answer signIn(String email, String password) {
        return sent(
                post(
                        "/api/v1/auth/sign-in",
                        """
                        {"email": "%s", "password": "%s"}
                        """
                                .formatted(email, password)));
    }

    /// Sends a form of a page.
    public Answer form(String path, Map<String, String> fields) {
        var body =
                fields.entrySet().stream()
                        .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                        .collect(joining("&"));
        return sent(
                api.send(
                        "POST",
                        path,
                        body,
                        headers(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Origin",
                                origin)));
    }

    public Answer get(String path) {
        return api.get(path, headers());
    }

    /// Sends JSON from a page of the server's own.
    public Answer send(String method, String path, @Nullable String body, String... more) {
        var all = new ArrayList<>(List.of(more));
        all.addAll(List.of("Origin", origin));
        if (!csrf.isEmpty()) {
            all.addAll(List.of("X-CSRF-Token", csrf));
        }
        return sent(sendAs(method, path, body, all.toArray(String[]::new)));
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    /// Sends with the cookie and these headers alone.
    public Answer sendAs(String method, String path, @Nullable String body, String... more) {
        return api.send(method, path, body, headers(more));
    }

    public String cookie() {
        return cookie;
    }

    public String csrf() {
        return csrf;
    }

    /// Another with the same cookie, on another server.
    public Browser at(Node node) {
        var other = node.browser();
        other.cookie = cookie;
        other.csrf = csrf;
        return other;
    }

    /// Another with this cookie.
    public Browser withCookie(String value) {
        var other = new Browser(URI.create(origin));
        other.cookie = value;
        other.csrf = csrf;
        return other;
    }

    private Answer sent(Answer answer) {
        var set = answer.header("set-cookie");
        if (set.contains("promptcards_session=")) {
            cookie = set.replaceFirst(";.*", "");
        }
        if (answer.status() == 200 && answer.text().startsWith("{\"csrfToken\"")) {
            csrf = answer.json().path("csrfToken").asText();
        }
        return answer;
    }

    private String[] headers(String... more) {
        var all = new ArrayList<>(List.of(more));
        if (!cookie.isEmpty()) {
            all.addAll(List.of("Cookie", cookie));
        }
        return all.toArray(String[]::new);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
