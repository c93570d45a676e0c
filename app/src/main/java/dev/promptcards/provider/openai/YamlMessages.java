package dev.promptcards.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.Optional;

/// Chat messages written as YAML within a text: as in promptfoo, a prompt is meant so when it
/// begins with `- role:`.
final class YamlMessages {

    private static final JsonMapper JSON = new JsonMapper();
    /// Messages need no anchors, and what a variable brought in may be hostile.
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setMaxAliasesForCollections(0).build();

    private YamlMessages() {}

    static boolean isMeant(String prompt) {
        return prompt.stripLeading().startsWith("- role:");
    }

    /// Empty where they cannot be read.
    static Optional<ArrayNode> read(String prompt) {
        try {
            JsonNode messages = JSON.valueToTree(new Load(SETTINGS).loadFromString(prompt.strip()));
            return messages instanceof ArrayNode list ? Optional.of(list) : Optional.empty();
        } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
            return Optional.empty();
        }
    }
}
