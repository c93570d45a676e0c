package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.run.ProviderOpening;
import dev.promptcards.run.RunSecrets;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.suite.CanonicalJson;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The models of one run, each opened once. Calls nobody.
final class Targets {

    /// A suite may name a model of its own for every case: then the eldest is opened again.
    private static final int REMEMBERED = 1_000;

    private final ProviderOpening opening;
    private final WorkspaceId workspace;
    private final RunSecrets.Content content;
    private final ScriptScope scope;
    private final long timeoutMillis;
    private final Map<String, Target> opened =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Target> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// @param timeoutMillis of a call, where a configuration says nothing
    Targets(
            ProviderOpening opening,
            WorkspaceId workspace,
            RunSecrets.Content content,
            ScriptScope scope,
            long timeoutMillis) {
        this.opening = opening;
        this.workspace = workspace;
        this.content = content;
        this.scope = scope;
        this.timeoutMillis = timeoutMillis;
    }

    /// As an author writes it: `{id, label?, config?, connection?}`.
    Target of(ObjectNode written) {
        var config =
                written.get("config") instanceof ObjectNode given
                        ? given.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        if (written.path("connection").isTextual()) {
            config.set("connection", written.get("connection"));
        }
        return of(
                written.path("id").asText(),
                Optional.ofNullable(written.path("label").textValue()),
                config);
    }

    synchronized Target of(String id, Optional<String> label, ObjectNode config) {
        var key = id + "\n" + label.orElse("") + "\n" + CanonicalJson.write(config);
        return opened.computeIfAbsent(key, _ -> open(id, label, config));
    }

    /// Whether the run has brought a key of that name, or the workspace has a connection of that
    /// vendor for runs that bring none.
    boolean hasKey(String name, String vendor) {
        return hasKey(name) || opening.hasDefault(workspace, vendor);
    }

    private boolean hasKey(String name) {
        return !content.keys().getOrDefault(name, content.env().getOrDefault(name, "")).isBlank();
    }

    private Target open(String id, Optional<String> label, ObjectNode config) {
        var given = config.deepCopy();
        var transform = Optional.ofNullable((JsonNode) given.remove("transform"));
        // A provider's own time limit goes before the run's.
        var limited =
                given.has("timeoutMs") ? given : given.deepCopy().put("timeoutMs", timeoutMillis);
        var brought = new ProviderOpening.Brought(content.keys(), content.env(), scope);
        var resolved = opening.follow(workspace, new ProviderSpec(id, label, limited), brought);
        return new Target(id, label, given, transform, resolved);
    }
}
