package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.SecretParts;
import dev.promptcards.queue.RunId;
import dev.promptcards.secret.Secrets;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a run may use and nobody may read: keys, environment values, and the parts of provider
/// configurations that look like secrets. Encrypted at rest, bound to workspace and run, deleted
/// with the run's end.
@Singleton
public class RunSecrets {

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(key|token|secret|password|authorization|cookie).*");

    /// Parameters whose names only look like secrets.
    private static final Pattern PARAMETER_NAME =
            Pattern.compile("(?i)(max_?(completion_?|output_?)?tokens|apiKeyEnvar|top_?k.*)");

    /// @param keys by name, as `OPENAI_API_KEY`
    /// @param env for templates
    /// @param configs full configurations of the columns whose stored one leaves something out, by
    ///     column number
    public record Content(
            Map<String, String> keys, Map<String, String> env, Map<Integer, ObjectNode> configs) {

        public static final Content NONE = new Content(Map.of(), Map.of(), Map.of());

        @Override
        public String toString() {
            return "run secrets";
        }
    }

    private final Secrets secrets;
    private final ObjectMapper json;

    RunSecrets(Secrets secrets, ObjectMapper json) {
        this.secrets = secrets;
        this.json = json;
    }

    void store(Handle handle, WorkspaceId workspace, RunId run, Content content) {
        if (content.equals(Content.NONE)) {
            return;
        }
        try {
            var ciphertext = secrets.seal(workspace, run.value(), json.writeValueAsBytes(content));
            RunRepository.bound(
                            handle.createUpdate(
                                    """
                                    INSERT INTO run_secrets (workspace_id, run_id, sealed)
                                    VALUES (:workspaceId, :runId, :sealed)
                                    ON CONFLICT DO NOTHING
                                    """),
                            workspace,
                            run)
                    .bind("sealed", ciphertext)
                    .execute();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the run was given; nothing once the run has ended.
    public Content open(Handle handle, WorkspaceId workspace, RunId run) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                SELECT sealed FROM run_secrets
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run)
                .mapTo(byte[].class)
                .findOne()
                .map(bytes -> read(secrets.open(workspace, run.value(), bytes)))
                .orElse(Content.NONE);
    }

    private Content read(byte[] plain) {
        try {
            return json.readValue(plain, Content.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The configuration without what looks like a secret; empty where nothing does.
    static Optional<ObjectNode> withoutSecrets(ObjectNode config) {
        var copy = config.deepCopy();
        strip(copy, false);
        return copy.equals(config) ? Optional.empty() : Optional.of(copy);
    }

    /// @param whole whether every value in it may be a secret
    private static void strip(JsonNode node, boolean whole) {
        if (node instanceof ObjectNode object) {
            for (var name : object.properties().stream().map(Map.Entry::getKey).toList()) {
                var value = object.get(name);
                boolean inside = whole || SecretParts.isWhole(name);
                boolean secret =
                        inside ? !SecretParts.isHarmless(name, value.asText()) : isSecret(name);
                if (value.isValueNode() && secret) {
                    object.remove(name);
                } else if (value.isTextual()) {
                    object.put(name, SecretParts.blotted(value.textValue()));
                } else {
                    strip(value, inside);
                }
            }
        } else if (node instanceof ArrayNode list) {
            if (whole) {
                list.removeIf(JsonNode::isValueNode);
            }
            list.forEach(element -> strip(element, whole));
        }
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches() && !PARAMETER_NAME.matcher(name).matches();
    }
}
