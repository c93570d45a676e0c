package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Variables made by scripts (`file://make.js`): called with the variable's name, the prompt, the
/// variables of the case and the provider, they return `{output}` or `{error}`. They are called
/// once a case, so they get the prompt only where there is but one, and no provider.
record VariableScripts(
        ScriptFiles scripts, Place place, Optional<String> prompt, Consumer<Finding> findings) {

    /// Puts what scripts make in their variables' places.
    ///
    /// @return why it could not be made, if so
    Optional<String> fill(ObjectNode vars) {
        for (Map.Entry<String, JsonNode> entry : vars.properties()) {
            JsonNode value = entry.getValue();
            if (!Inlined.isFile(value) || !ScriptFiles.isScript(value.textValue())) {
                continue;
            }
            try {
                JsonNode made = made(entry.getKey(), value.textValue(), vars);
                if (!made.path("output").isMissingNode() && !made.path("output").isNull()) {
                    entry.setValue(made.path("output"));
                } else {
                    return Optional.of(
                            "the variable '%s' was not made: %s"
                                    .formatted(
                                            entry.getKey(),
                                            made.path("error")
                                                    .asText("the script returned no {output}")));
                }
            } catch (Refusal refusal) {
                return Optional.of(
                        "the variable '%s' was not made: %s"
                                .formatted(entry.getKey(), refusal.finding().message()));
            }
        }
        return Optional.empty();
    }

    private JsonNode made(String name, String file, ObjectNode vars) throws Refusal {
        ObjectNode script = scripts.read(place, file, findings);
        JsonNode text = prompt.<JsonNode>map(TextNode::valueOf).orElse(NullNode.getInstance());
        return scripts.call(
                place, script, List.of(TextNode.valueOf(name), text, vars, NullNode.getInstance()));
    }
}
