package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.util.Map;
import java.util.function.Consumer;

/// Reads `nunjucksFilters`: by name, the script whose function templates may call as a filter.
final class TemplateFilters {

    private static final String SCHEME = "file://";

    private TemplateFilters() {}

    /// Scripts by the name of their filter, in the form the server takes; empty where there is
    /// none.
    static ObjectNode read(Located config, ScriptFiles scripts, Consumer<Finding> findings)
            throws Refusal {
        ObjectNode filters = JsonNodeFactory.instance.objectNode();
        Located written = config.get("nunjucksFilters");
        if (!written.isPresent()) {
            return filters;
        }
        if (!written.value().isObject()) {
            throw config.at("nunjucksFilters")
                    .refused("'nunjucksFilters' maps names to scripts, as {shout: ./shout.js}");
        }
        for (Map.Entry<String, JsonNode> named : written.value().properties()) {
            String file = named.getValue().asText();
            if (!ScriptFiles.isScript(file)) {
                throw written.at(named.getKey())
                        .refused(
                                "the filter '%s' has to name a .js file".formatted(named.getKey()));
            }
            String name = file.startsWith(SCHEME) ? file : SCHEME + file;
            filters.set(named.getKey(), scripts.read(written.at(named.getKey()), name, findings));
        }
        return filters;
    }
}
