package dev.promptcards.http;

import java.util.Map;

/// Something good to send to each operation that takes something: a member of the workspace would
/// succeed with it. `$cards` stands for what is put behind `cards/` in addresses.
final class Bodies {

    private static final String CARD = "{\"title\": \"Theirs\", \"template\": \"theirs\"}";
    private static final String CONNECTION =
            "{\"kind\": \"openai\", \"baseUrl\": \"https://theirs.example.com/v1\", \"key\": \"\","
                    + " \"headers\": {}}";
    private static final String ROLE =
            "{\"description\": \"theirs\", \"permissions\": [\"workspace.read\"]}";

    private static final Map<String, String> ALL =
            Map.ofEntries(
                    in("POST /cards", "{\"title\": \"Theirs\", \"template\": \"theirs\"}"),
                    in(
                            "POST /cards/import",
                            "{\"title\": \"T\", \"slug\": \"$cards\", \"versions\": []}"),
                    in("PUT /cards/{slug}", CARD),
                    in("PATCH /cards/{slug}", "{\"title\": \"Theirs\"}"),
                    in("PUT /cards/{slug}/labels/{label}", "{\"version\": 1}"),
                    in("POST /cards/{slug}/render", "{\"values\": {\"word\": \"x\"}}"),
                    in("POST /cards/{slug}/versions", "{\"template\": \"theirs\"}"),
                    in("PUT /connections/{slug}", CONNECTION),
                    in("PATCH /connections/{slug}", "{\"models\": [\"theirs\"]}"),
                    in("POST /connections/{slug}/test", "{}"),
                    in("POST /invitations", "{\"role\": \"$roles\"}"),
                    in("POST /keys", "{\"name\": \"theirs\", \"scopes\": [\"card.read\"]}"),
                    in("PATCH /limits", "{\"executionsPerDay\": 100000}"),
                    in("PUT /members/{user}", "{\"role\": \"$roles\"}"),
                    in(
                            "PUT /protected-labels/{pattern}",
                            "{\"suite\": \"$suites\", \"minPassRate\": 0.5}"),
                    in("POST /roles", ROLE.replace("{\"d", "{\"name\": \"theirs\", \"d")),
                    in("PUT /roles/{name}", ROLE),
                    in(
                            "POST /runs",
                            "{\"prompts\": [{\"card\": \"$cards\"}], \"suite\": {\"slug\":"
                                    + " \"$suites\"}, \"providers\": [{\"id\": \"openai:chat:m\","
                                    + " \"connection\": \"$connections\"}]}"),
                    in("POST /runs/import", "card,case_id,model,passed\ntheirs,first,theirs,1\n"),
                    in("POST /runs/{run}/resume", "{\"unknown\": \"retry\"}"),
                    in("POST /runs/{run}/retry-errors", "{}"),
                    in(
                            "POST /suites/{slug}/revisions",
                            "{\"suite\": {\"name\": \"Theirs\"}}\n{\"vars\": {\"word\": \"x\"}}"),
                    in("PATCH ", "{\"name\": \"Theirs\"}"),
                    Map.entry("POST /api/v1/workspaces", "{\"slug\": \"$workspaces\"}"),
                    Map.entry("PUT /api/v1/workspaces/{slug}", "{\"name\": \"Theirs\"}"),
                    Map.entry("POST /api/v1/audit/retire", "{\"before\": \"2020-01-01\"}"),
                    Map.entry("DELETE /api/v1/me", "{}"),
                    Map.entry("PATCH /api/v1/people/{user}", "{\"disabled\": true}"),
                    Map.entry("PATCH /api/v1/me", "{\"preferences\": {\"theme\": \"dark\"}}"),
                    Map.entry(
                            "POST /api/v1/me/password",
                            "{\"current\": \"not this one\", \"password\": \"nor this other\"}"),
                    Map.entry(
                            "POST /api/v1/me/device",
                            "{\"userCode\": \"$device\", \"approve\": true}"),
                    Map.entry("POST /api/v1/auth/device", "{\"client\": \"theirs\"}"),
                    Map.entry(
                            "POST /api/v1/auth/join/{token}",
                            "{\"email\": \"new@example.org\", \"displayName\": \"New\","
                                    + " \"password\": \"a long enough password\"}"),
                    Map.entry("POST /api/v1/auth/revoke", "{\"refreshToken\": \"$join\"}"),
                    Map.entry(
                            "POST /api/v1/auth/token",
                            "{\"grantType\": \"refresh_token\", \"refreshToken\": \"$join\"}"),
                    Map.entry(
                            "POST /api/v1/auth/set-up",
                            "{\"token\": \"$join\", \"email\": \"new@example.org\","
                                    + " \"displayName\": \"New\", \"password\":"
                                    + " \"a long enough password\"}"),
                    Map.entry(
                            "POST /api/v1/auth/sign-in",
                            "{\"email\": \"nobody@example.org\", \"password\": \"whatever it"
                                    + " is\"}"));

    private Bodies() {}

    private static Map.Entry<String, String> in(String operation, String body) {
        return Map.entry(operation.replaceFirst(" ", " /api/v1/workspaces/{workspace}"), body);
    }

    /// Whether what is sent names something: two workspaces would answer it differently.
    static boolean names(Operation operation) {
        return ALL.getOrDefault(operation.toString(), "").contains("$");
    }

    /// What to send, with `values` by the words before variables; empty where nothing is taken.
    static String of(Operation operation, Map<String, String> values) {
        if (!operation.hasBody()) {
            return "";
        }
        var body = ALL.get(operation.toString());
        if (body == null) {
            throw new AssertionError(operation + ": nothing is known to send; add it to Bodies");
        }
        for (var value : values.entrySet()) {
            body = body.replace("$" + value.getKey() + "\"", value.getValue() + "\"");
        }
        return body;
    }

    /// What it is sent as.
    static String type(Operation operation) {
        if (operation.path().endsWith("/runs/import")) {
            return "text/csv";
        }
        return operation.path().matches(".*/(import|revisions)")
                ? "application/x-ndjson"
                : "application/json";
    }
}
