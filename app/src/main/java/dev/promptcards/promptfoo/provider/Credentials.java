package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys the providers of a configuration need. A key written into the configuration is taken
/// out of it and goes the way of the keys in the environment: sealed, for the one run, and never
/// printed.
public final class Credentials {

    private static final Pattern FROM_ENVIRONMENT =
            Pattern.compile("\\s*\\{\\{-?\\s*env\\.(\\w+)\\s*-?}}\\s*");
    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(?:api[-_]?key|secret|password|passwd|credential|authorization"
                            + "|(?:^|[-_a-z])token)");
    private static final List<String> OPENAI =
            List.of(
                    "OPENAI_API_KEY",
                    "OPENAI_BASE_URL",
                    "OPENAI_API_BASE_URL",
                    "OPENAI_API_HOST",
                    "OPENAI_ORGANIZATION");

    private final Set<String> names = new TreeSet<>();
    private final Map<String, String> written = new LinkedHashMap<>();

    /// The configuration of a provider with the name of a variable (`apiKeyEnvar`) in place of its
    /// key.
    ObjectNode outOf(String id, int number, ObjectNode config) {
        if (id.startsWith("openai:")) {
            names.addAll(OPENAI);
        }
        JsonNode key = config.path("apiKey");
        if (key.isTextual()) {
            Matcher variable = FROM_ENVIRONMENT.matcher(key.textValue());
            String name =
                    variable.matches()
                            ? variable.group(1)
                            : "PROVIDER_%d_API_KEY".formatted(number);
            if (!variable.matches()) {
                written.put(name, key.textValue());
            }
            config.remove("apiKey");
            config.put("apiKeyEnvar", name);
        }
        if (config.path("apiKeyEnvar").isTextual()) {
            names.add(config.path("apiKeyEnvar").textValue());
        }
        return config;
    }

    /// The names of the variables the providers read.
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /// What to send with a run: the keys written in the configuration, and those found outside.
    ///
    /// @param environment finds the value of a variable
    public Map<String, String> values(Function<String, Optional<String>> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        names.forEach(name -> environment.apply(name).ifPresent(value -> values.put(name, value)));
        values.putAll(written);
        return values;
    }

    /// A copy of a configuration that can be shown: what looks like a key is blotted out.
    public static JsonNode blotted(JsonNode config) {
        JsonNode copy = config.deepCopy();
        blot(copy);
        return copy;
    }

    private static void blot(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                JsonNode value = entry.getValue();
                boolean secret = value.isTextual() && SECRET_NAME.matcher(entry.getKey()).matches();
                if (secret && !FROM_ENVIRONMENT.matcher(value.textValue()).matches()) {
                    entry.setValue(TextNode.valueOf("[REDACTED]"));
                }
            }
        }
        node.forEach(Credentials::blot);
    }
}
