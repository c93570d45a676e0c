package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.SecretParts;

import java.util.LinkedHashMap;
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

    /// Under these stand providers, or what is handed to one.
    private static final Set<String> PROVIDERS =
            Set.of("provider", "providers", "targets", "config");

    private final Set<String> names = new TreeSet<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private boolean defaultGraders;

    /// The configuration of a provider with the name of a variable (`apiKeyEnvar`) in place of its
    /// key.
    ObjectNode outOf(String id, ObjectNode config) {
        names.addAll(KeyNames.of(id));
        JsonNode key = config.path("apiKey");
        if (key.isTextual()) {
            Matcher variable = FROM_ENVIRONMENT.matcher(key.textValue());
            String name = variable.matches() ? variable.group(1) : nameOf(key.textValue());
            config.remove("apiKey");
            config.put("apiKeyEnvar", name);
        }
        if (config.path("apiKeyEnvar").isTextual()) {
            names.add(config.path("apiKeyEnvar").textValue());
        }
        return config;
    }

    /// The same key has the same name, however often it is written and read.
    private String nameOf(String key) {
        return written.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(
                        () -> {
                            String name = "PROVIDER_%d_API_KEY".formatted(written.size() + 1);
                            written.put(name, key);
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

    /// A copy of a configuration that can be shown: what looks like a key is blotted out, and of a
    /// provider also what may be one.
    public static JsonNode blotted(JsonNode config) {
        JsonNode copy = config.deepCopy();
        blot(copy, Part.ANY);
        return copy;
    }

    /// What is being blotted: a provider's configuration may hold keys anywhere, a test's variables
    /// are shown as they are.
    private enum Part {
        ANY,
        PROVIDER,
        SECRET;

        Part under(String name) {
            if (this == ANY) {
                return PROVIDERS.contains(name) ? PROVIDER : ANY;
            }
            return this == SECRET || SecretParts.isWhole(name) ? SECRET : PROVIDER;
        }

        JsonNode shown(JsonNode value) {
            if (!value.isTextual() || FROM_ENVIRONMENT.matcher(value.textValue()).matches()) {
                return value;
            }
            return switch (this) {
                case ANY -> value;
                case PROVIDER -> TextNode.valueOf(SecretParts.blotted(value.textValue()));
                case SECRET -> TextNode.valueOf(SecretParts.BLOTTED);
            };
        }
    }

    private static void blot(JsonNode node, Part part) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                boolean secret = SECRET_NAME.matcher(entry.getKey()).matches();
                Part under = part.under(entry.getKey());
                entry.setValue(
                        (secret && entry.getValue().isTextual() ? Part.SECRET : under)
                                .shown(entry.getValue()));
                blot(entry.getValue(), under);
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, part.shown(list.get(i)));
                blot(list.get(i), part);
            }
        }
    }
}
