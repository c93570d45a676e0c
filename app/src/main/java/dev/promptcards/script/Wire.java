package dev.promptcards.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Jobs and replies as the JSON that crosses into an engine and back.
final class Wire {

    static final ObjectMapper JSON = new JsonMapper();

    /// A surrogate without its pair is no UTF-8, but is a fine JavaScript string when escaped.
    private static final ObjectMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Wire() {}

    /// The text of a job.
    ///
    /// @throws JsonProcessingException where a value nests deeper than JSON may
    static String write(ScriptScope scope, ScriptJob job) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        switch (job) {
            case ScriptJob.Render(String template, JsonNode vars) -> {
                node.put("kind", "render").put("template", template).set("vars", vars);
                if (!scope.filters().isEmpty()) {
                    node.set("filters", filters(scope));
                }
            }
            case ScriptJob.Evaluate evaluate -> {
                node.put("kind", "evaluate").put("code", evaluate.code());
                node.put("names", String.join(",", evaluate.arguments().keySet()));
                ArrayNode values = node.putArray("values");
                evaluate.arguments().values().forEach(values::add);
            }
            case ScriptJob.Call(String module, var function, var arguments) -> {
                node.put("kind", "call").put("module", module);
                node.put("function", function.orElse(null));
                ArrayNode values = node.putArray("values");
                arguments.forEach(values::add);
            }
            case ScriptJob.Matches(String pattern, String flags, String text) ->
                    node.put("kind", "matches")
                            .put("pattern", pattern)
                            .put("flags", flags)
                            .put("text", text);
        }
        String json = JSON.writeValueAsString(node);
        return json.chars().anyMatch(c -> Character.isSurrogate((char) c))
                ? ESCAPING.writeValueAsString(node)
                : json;
    }

    private static ArrayNode filters(ScriptScope scope) {
        ArrayNode filters = JSON.createArrayNode();
        scope.filters()
                .forEach(
                        (name, filter) ->
                                filters.addObject()
                                        .put("name", name)
                                        .put("module", filter.module())
                                        .put("function", filter.function().orElse(null)));
        return filters;
    }

    /// Whether the job ran out of memory, as far as the engine itself could tell.
    static boolean isExhausted(JsonNode reply) {
        return reply.has("exhausted");
    }

    /// Whether null was thrown: by an author, or by an engine that had no room left for an error.
    static boolean isBare(JsonNode reply) {
        return reply.has("bare");
    }

    static ScriptResult read(JsonNode reply) {
        JsonNode value = reply.get("value");
        return value == null
                ? new ScriptResult.Failed(reply.path("failed").asText())
                : new ScriptResult.Value(value);
    }
}
