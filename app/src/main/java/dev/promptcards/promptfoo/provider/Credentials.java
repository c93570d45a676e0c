package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys the providers of a configuration need. A key written into the configuration is taken
/// out of it and goes the way of the keys in the environment: sealed, for the one run, and never
/// printed.
public final class Credentials {

    static final Pattern FROM_ENVIRONMENT =
            Pattern.compile("\\s*\\{\\{-?\\s*env\\.(\\w+)\\s*-?}}\\s*");
    static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i).*(?:(?:api|access|private|subscription)[-_]?key|[-_]key|token|secret"
                            + "|password|passwd|credentials?|authorization|cookie)");

    private final Set<String> names = new TreeSet<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Map<String, String> hidden = new LinkedHashMap<>();
    private boolean defaultGraders;

    /// The configuration of a provider with the name of a variable (`apiKeyEnvar`) in place of its
    /// key, and templates in place of whatever else looks like one, such as a header.
    ObjectNode outOf(String id, ObjectNode config) {
        Set<String> known = KeyNames.of(id);
        names.addAll(known);
        JsonNode key = config.path("apiKey");
        Matcher variable = FROM_ENVIRONMENT.matcher(key.asText());
        boolean isNamed = variable.matches();
        if (key.isTextual() && !known.isEmpty() && (isNamed || !key.textValue().contains("{{"))) {
            config.remove("apiKey");
            config.put(
                    "apiKeyEnvar",
                    isNamed
                            ? variable.group(1)
                            : nameOf(key.textValue(), "PROVIDER_%d_API_KEY", written));
        }
        if (config.path("apiKeyEnvar").isTextual()) {
            names.add(config.path("apiKeyEnvar").textValue());
        }
        replace(
                config,
                text -> "{{env.%s}}".formatted(nameOf(text, "PROMPTCARDS_SECRET_%d", hidden)));
        return config;
    }

    /// Whether anything within a value looks like a key that is written out.
    public static boolean holdsKey(JsonNode value) {
        boolean[] found = {false};
        replace(
                value,
                text -> {
                    found[0] = true;
                    return text;
                });
        return found[0];
    }

    /// The same key has the same name, however often it is written and read.
    private static String nameOf(String key, String form, Map<String, String> keys) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(
                        () -> {
                            String name = form.formatted(keys.size() + 1);
                            keys.put(name, key);
                            return name;
                        });
    }

    /// Something is judged by whatever model there is a key for.
    void addDefaultGraders() {
        defaultGraders = true;
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
        put(names, environment, values);
        if (defaultGraders) {
            KeyNames.DEFAULT_GRADERS.stream()
                    .map(KeyNames::of)
                    .filter(family -> family.stream().anyMatch(name -> isKey(name, environment)))
                    .findFirst()
                    .ifPresent(family -> put(family, environment, values));
        }
        values.putAll(written);
        return values;
    }

    private static boolean isKey(String name, Function<String, Optional<String>> environment) {
        return name.endsWith("_API_KEY") && environment.apply(name).isPresent();
    }

    private static void put(
            Set<String> names,
            Function<String, Optional<String>> environment,
            Map<String, String> values) {
        names.forEach(name -> environment.apply(name).ifPresent(value -> values.put(name, value)));
    }

    /// What templates of the configurations find under `env` in place of what was written there.
    public Map<String, String> hidden() {
        return Map.copyOf(hidden);
    }

    /// Replaces what is called like a key and written out; a template names one and stays. The body
    /// of a request is what is asked, whatever its members are called.
    private static void replace(JsonNode node, UnaryOperator<String> by) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode value = entry.getValue();
            if (SECRET_NAME.matcher(entry.getKey()).matches()
                    && value.isTextual()
                    && !value.textValue().isBlank()
                    && !value.textValue().contains("{{")) {
                entry.setValue(TextNode.valueOf(by.apply(value.textValue())));
            } else if (!entry.getKey().equals("body")) {
                replace(value, by);
            }
        }
        if (node.isArray()) {
            node.forEach(item -> replace(item, by));
        }
    }
}
