package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api.Answer;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A workspace with something of everything in it, made over HTTP by its owner, and a marker in
/// every text.
final class Tenant {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String PASSWORD = "a long enough password";
    private static final String EVERYTHING =
            """
            ["workspace.read", "workspace.manage", "workspace.archive", "card.read", "card.write",
             "label.move", "label.move-protected", "label.protect", "suite.read", "suite.write",
             "run.read", "run.start", "run.decide", "data.export", "connection.read",
             "connection.write", "member.read", "member.manage", "role.manage", "key.manage",
             "limit.read", "limit.manage", "audit.read"]
            """;

    private final Node node;
    private final String slug;
    private final String marker;
    private final Browser owner;
    private final Set<String> ids = new LinkedHashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private String key = "";

    /// @param letter tells this one's names from those of others
    /// @param model where its connection leads
    Tenant(Node node, String letter, String model) {
        this.node = node;
        this.slug = "side-" + letter;
        this.marker = "marker" + letter + letter + letter;
        assertThat(
                        node.local()
                                .send("PUT", root(), "{\"name\": \"%s\"}".formatted(marker))
                                .status())
                .isEqualTo(201);
        this.owner = joined("owner");
        values.put("workspaces", slug);
        values.put("labels", "production");
        values.put("versions", "1");
        for (var name : new String[] {"shared", "only-" + letter}) {
            content(name);
            run(name, model);
        }
        people();
        done(owner.send("PATCH", root() + "/limits", "{\"runsInFlight\": 50}"));
        mine();
    }

    private String root() {
        return "/api/v1/workspaces/" + slug;
    }

    /// Invites somebody, who makes an account and signs in.
    private Browser joined(String role) {
        var email = role + "." + marker + "@example.org";
        var invited =
                node.local()
                        .send(
                                "POST",
                                root() + "/invitations",
                                "{\"role\": \"%s\", \"email\": \"%s\"}".formatted(role, email));
        var token = noted(invited).path("link").asText().replaceFirst(".*/", "");
        var browser = node.browser();
        noted(
                browser.post(
                        "/api/v1/auth/join/" + token,
                        "{\"email\": \"%s\", \"displayName\": \"%s\", \"password\": \"%s\"}"
                                .formatted(email, marker, PASSWORD)));
        done(browser.signIn(email, PASSWORD));
        return browser;
    }

    private void content(String name) {
        var card = root() + "/cards/" + name;
        var template = "\"template\": \"%s %d {{ word }}\", \"message\": \"%1$s\"";
        make(
                "PUT",
                card,
                """
                {"title": "%1$s", "description": "%1$s", "tags": ["%1$s"],
                 "metadata": {"%1$s": "%1$s"}, %2$s}
                """
                        .formatted(marker, template.formatted(marker, 1)));
        make("POST", card + "/versions", "{%s}".formatted(template.formatted(marker, 2)));
        make("PUT", card + "/labels/production", "{\"version\": 1}");
        make("PUT", card + "/labels/production", "{\"version\": 2}");
        var suite =
                """
                {"suite": {"name": "%1$s", "description": "%1$s"}}
                {"key": "%1$s-1", "description": "%1$s", "vars": {"word": "%1$s"}}
                {"key": "%1$s-2", "vars": {"word": "%1$s"}}
                """
                        .formatted(marker);
        noted(
                owner.send(
                        "POST",
                        root() + "/suites/" + name + "/revisions",
                        suite,
                        "Content-Type",
                        "application/x-ndjson"));
        var described =
                "{\"name\": \"%s\", \"description\": \"%s\", \"permissions\":"
                        + " [\"workspace.read\"]}";
        make("POST", root() + "/roles", described.formatted(name, marker));
        make("PUT", root() + "/protected-labels/" + name, "{\"roles\": [\"%s\"]}".formatted(name));
        values.put("cards", name);
        values.put("suites", name);
        values.put("roles", name);
        values.put("protected-labels", name);
    }

    private void run(String name, String model) {
        make(
                "PUT",
                root() + "/connections/" + name,
                """
                {"kind": "openai", "baseUrl": "%s", "key": "%3$s", "models": ["%2$s"],
                 "headers": {"x-team": "%2$s"}, "limits": {"requestsPerMinute": 600, "maxConcurrency": 4}}
                """
                        .formatted(model, marker, vendorKey()));
        values.put("connections", name);
        var started =
                make(
                        "POST",
                        root() + "/runs",
                        """
                        {"prompts": [{"card": "%1$s"}], "suite": {"slug": "%1$s"},
                         "providers": [{"id": "openai:chat:%2$s", "connection": "%1$s", "label": "%2$s"}]}
                        """
                                .formatted(name, marker));
        var run = root() + "/runs/" + started.path("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> owner.get(run).json().path("state").asText().equals("completed"));
        assertThat(owner.get(run).json().path("passed").asInt()).isEqualTo(2);
        values.put("runs", started.path("id").asText());
        var executions = noted(owner.get(run + "/executions")).path("items");
        values.put("executions", executions.path(0).path("id").asText());
    }

    private void people() {
        for (var name : new String[] {"one", "two"}) {
            var made =
                    make(
                            "POST",
                            root() + "/keys",
                            "{\"name\": \"%s %s\", \"scopes\": %s}"
                                    .formatted(marker, name, EVERYTHING));
            values.put("keys", made.path("id").asText());
            key = made.path("key").asText();
            var invited =
                    make(
                            "POST",
                            root() + "/invitations",
                            "{\"role\": \"viewer\", \"email\": \"%s.%s@example.org\"}"
                                    .formatted(marker, name));
            values.put("invitations", invited.path("id").asText());
        }
        joined("viewer");
        var members = noted(owner.get(root() + "/members")).path("items");
        values.put("members", members.path(1).path("id").asText());
        values.put("people", members.path(1).path("id").asText());
    }

    /// What the owner has of their own: a second session, and a program waiting to be signed in.
    private void mine() {
        done(node.browser().signIn("owner." + marker + "@example.org", PASSWORD));
        var sessions = noted(owner.get("/api/v1/me/sessions")).path("items");
        values.put("sessions", sessions.path(1).path("id").asText());
        var begun = make("POST", "/api/v1/auth/device", "{\"client\": \"%s\"}".formatted(marker));
        done(
                owner.send(
                        "POST",
                        "/api/v1/me/device",
                        "{\"userCode\": \"%s\", \"approve\": true}"
                                .formatted(begun.path("userCode").asText())));
        var programs = noted(owner.get("/api/v1/me/tokens")).path("items");
        values.put("tokens", programs.path(0).path("id").asText());
        noted(owner.get(root() + "/audit?limit=1000"));
    }

    private JsonNode make(String method, String path, @Nullable String body) {
        return noted(owner.send(method, path, body));
    }

    private JsonNode noted(Answer answer) {
        UUID.matcher(done(answer).text()).results().forEach(it -> ids.add(it.group()));
        return answer.json();
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    /// What to put into addresses, by the words that stand before it.
    Map<String, String> values() {
        return values;
    }

    /// All ids that were ever told of what is in it.
    Set<String> ids() {
        return ids;
    }

    String slug() {
        return slug;
    }

    String marker() {
        return marker;
    }

    /// What its connections show their vendor.
    String vendorKey() {
        return "sk-" + marker;
    }

    /// Its owner, signed in at a browser.
    Browser owner() {
        return owner;
    }

    /// An API key of its that may do everything.
    String key() {
        return key;
    }
}
