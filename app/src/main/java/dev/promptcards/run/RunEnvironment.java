package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.script.ScriptScope;
import dev.promptcards.secret.SealedVariables;
import dev.promptcards.template.Rendering;
import dev.promptcards.template.Templates;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a run brought along, as templates of its providers find it under `env`. For one provider.
final class RunEnvironment {

    /// Only what speaks of `env`: a request's own template (`{{ prompt }}`) is rendered with each
    /// call.
    private static final Pattern REFERENCE =
            Pattern.compile("\\{\\{-?\\s*env\\.(\\w+)(?:(?!}})[^{])*}}");

    private static final int DEEPEST = 2;

    private final Templates templates;
    private final ScriptScope scope;
    private final Map<String, String> env;
    private final ObjectNode values = JsonNodeFactory.instance.objectNode();
    private final Set<String> lacking = new TreeSet<>();

    RunEnvironment(Templates templates, ScriptScope scope, Map<String, String> env) {
        this.templates = templates;
        this.scope = scope;
        this.env = env;
        env.forEach(values.putObject("env")::put);
    }

    ObjectNode fill(ObjectNode written) {
        return (ObjectNode) filled(written);
    }

    String fill(String text) {
        return filled(text, 0);
    }

    /// The names of keys that were written there and are not given.
    Set<String> lacking() {
        return lacking;
    }

    /// Those that are given.
    Map<String, String> sealed() {
        return env.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(SealedVariables.PREFIX))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private JsonNode filled(JsonNode written) {
        if (written.isTextual()) {
            return TextNode.valueOf(filled(written.textValue(), 0));
        }
        if (written.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode(written.size());
            written.forEach(element -> list.add(filled(element)));
            return list;
        }
        if (written.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            written.properties().forEach(f -> object.set(f.getKey(), filled(f.getValue())));
            return object;
        }
        return written;
    }

    /// @param depth how often it has been taken out of another text: a request that was taken out
    ///     whole may hold variables, those of keys among them
    private String filled(String text, int depth) {
        if (!text.contains("{{")) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found, depth)));
    }

    private String value(MatchResult found, int depth) {
        String name = found.group(1);
        if (name.startsWith(SealedVariables.PREFIX)) {
            if (env.containsKey(name) && depth < DEEPEST) {
                return filled(env.get(name), depth + 1);
            }
            lacking.add(name);
            return found.group();
        }
        boolean known = env.containsKey(name) || found.group().contains("default");
        return known
                        && templates.render(scope, found.group(), values)
                                instanceof Rendering.Rendered(String text)
                ? text
                : found.group();
    }
}
