package dev.promptcards.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `promptcards connection set`.
@Command(
        name = "set",
        description = {
            "Make a connection, or change what is given.",
            "",
            "A key never stands in the command, where others on the machine see it: it comes from"
                    + " an environment variable or from the input."
        })
final class ConnectionSetCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private WorkspaceOption workspace = new WorkspaceOption();

    @Option(
            names = "--kind",
            paramLabel = "VENDOR",
            description = "Whose API it is: openai, anthropic, google, mistral, ollama, http, …")
    private @Nullable String kind;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where it is (default: where the vendor's is).")
    private @Nullable String baseUrl;

    @Option(
            names = "--models",
            paramLabel = "MODEL",
            split = ",",
            description = "The models that may be asked (default: any).")
    private @Nullable List<String> models;

    @Option(names = "--requests-per-minute", paramLabel = "N", description = "Limit of its own.")
    private @Nullable Integer requestsPerMinute;

    @Option(names = "--tokens-per-minute", paramLabel = "N", description = "Limit of its own.")
    private @Nullable Integer tokensPerMinute;

    @Option(names = "--max-concurrency", paramLabel = "N", description = "Calls in flight at most.")
    private @Nullable Integer maxConcurrency;

    @Option(
            names = "--default",
            negatable = true,
            description = "Let runs take it that bring no key for the vendor.")
    private @Nullable Boolean isDefault;

    @Option(
            names = "--key-env",
            paramLabel = "NAME",
            description = "Take the key from this environment variable.")
    private @Nullable String keyVariable;

    @Option(names = "--key-stdin", description = "Read the key from the input.")
    private boolean keyFromInput;

    @Parameters(paramLabel = "SLUG", description = "The connection's name.")
    private String slug = "";

    @Override
    public Integer call() {
        var body = body();
        key().ifPresent(key -> body.put("key", key));
        try (var connection = server.connect();
                var api = connection.client()) {
            String path = ConnectionCommand.path(workspace, slug);
            var known = api.get(workspace.path("/connections?limit=1000")).path("items");
            boolean there =
                    known.valueStream().anyMatch(one -> one.path("slug").asText().equals(slug));
            var saved =
                    api.json(
                            api.request(path)
                                    .header("Content-Type", "application/json")
                                    .method(
                                            there ? "PATCH" : "PUT",
                                            BodyPublishers.ofString(body.toString())));
            System.out.printf(
                    "The connection %s is %s, %s.%n",
                    slug,
                    there ? "changed" : "made",
                    saved.path("keySet").asBoolean()
                            ? "with a key"
                            : "without a key (--key-stdin or --key-env gives it one)");
            return 0;
        }
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (kind != null) {
            body.put("kind", kind);
        }
        if (baseUrl != null) {
            body.put("baseUrl", baseUrl);
        }
        if (models != null) {
            models.forEach(body.withArray("models")::add);
        }
        if (isDefault != null) {
            body.put("default", isDefault);
        }
        limit(body, "requestsPerMinute", requestsPerMinute);
        limit(body, "tokensPerMinute", tokensPerMinute);
        limit(body, "maxConcurrency", maxConcurrency);
        return body;
    }

    private static void limit(ObjectNode body, String name, @Nullable Integer value) {
        if (value != null) {
            body.withObject("/limits").put(name, value);
        }
    }

    private Optional<String> key() {
        if (keyVariable != null && keyFromInput) {
            throw new CommandFailure("--key-env and --key-stdin: give one of them.");
        }
        if (keyVariable != null) {
            String value = System.getenv(keyVariable);
            if (value == null || value.isBlank()) {
                throw new CommandFailure("--key-env: %s is not set.".formatted(keyVariable));
            }
            return Optional.of(value.strip());
        }
        return keyFromInput ? Optional.of(input()) : Optional.empty();
    }

    private static String input() {
        try {
            String key = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (key.isEmpty()) {
                throw new CommandFailure("--key-stdin: the input holds no key.");
            }
            return key;
        } catch (IOException e) {
            throw new CommandFailure("--key-stdin: the input cannot be read: " + e, e);
        }
    }
}
