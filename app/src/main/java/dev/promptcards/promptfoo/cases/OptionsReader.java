package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.Map;
import java.util.Set;

/// The `options` of a test. Those that are not supported would change what is called or judged, so
/// they make the case an error; those that only concern graders or order are passed on.
final class OptionsReader {

    private static final Set<String> CARRIED =
            Set.of(
                    "transform",
                    "prefix",
                    "suffix",
                    "disableVarExpansion",
                    "disableDefaultAsserts",
                    "disableConversationVar",
                    "runSerially",
                    "provider",
                    "rubricPrompt",
                    "factuality");

    private OptionsReader() {}

    static ObjectNode read(Located options, Remarks remarks) throws Refusal {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        if (!options.isPresent()) {
            return read;
        }
        if (!options.value().isObject()) {
            throw options.place()
                    .refused("'options' is a mapping, such as {transform: output.trim()}");
        }
        for (Map.Entry<String, JsonNode> entry : options.value().properties()) {
            // The older name of the same option.
            String key = entry.getKey().equals("postprocess") ? "transform" : entry.getKey();
            if (!CARRIED.contains(key)) {
                remarks.unsupported(
                        options.at(entry.getKey()),
                        "the option '%s' is not supported yet".formatted(key));
            } else if (key.equals("transform") && Inlined.isFile(entry.getValue())) {
                remarks.unsupported(
                        options.at(entry.getKey()),
                        "a transform from a file is not supported yet; write the expression out");
            } else {
                read.set(key, entry.getValue());
            }
        }
        return read;
    }
}
