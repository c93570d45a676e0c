package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.secret.SealedVariables;
import dev.promptcards.secret.WrittenSecrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys the providers of a configuration need. A key written into the configuration is taken
/// out of it and goes the way of the keys in the environment: sealed, for the one run, and never
/// printed.
public final class Credentials {

    private static final Pattern FROM_ENVIRONMENT =
            Pattern.compile("\\s*\\{\\{-?\\s*env\\.(\\w+)\\s*-?}}\\s*");

    private final Set<String> names = new TreeSet<>();
    private final SealedVariables variables = new SealedVariables();
    private boolean defaultGraders;

    /// The id of a provider with a variable in place of a password or a key in it.
    String outOf(String id) {
        return variables.id(id);
    }

    /// The configuration of a provider with variables in place of whatever may be a key in it. One
    /// that is read from a variable goes by the name of that (`apiKeyEnvar`).
    ObjectNode outOf(String id, ObjectNode config) {
        Set<String> known = KeyNames.of(id);
        names.addAll(known);
        Matcher variable = FROM_ENVIRONMENT.matcher(config.path("apiKey").asText());
        boolean isOutside =
                variable.matches() && !variable.group(1).startsWith(SealedVariables.PREFIX);
        if (isOutside && !known.isEmpty()) {
            config.remove("apiKey");
            config.put("apiKeyEnvar", variable.group(1));
        }
        if (config.path("apiKeyEnvar").isTextual()) {
            names.add(config.path("apiKeyEnvar").textValue());
        }
        return variables.config(id, config);
    }

    /// Whether anything within a value looks like a key that is written out.
    public static boolean holdsKey(ObjectNode value) {
        AtomicBoolean found = new AtomicBoolean();
        WrittenSecrets.inConfig(
                value,
                (_, secret) -> {
                    found.set(true);
                    return secret;
                });
        return found.get();
    }

    /// Something is judged by whatever model there is a key for.
    void addDefaultGraders() {
        defaultGraders = true;
    }

    /// The names of the variables the providers read.
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /// The keys to send with a run that are found outside the configuration.
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
        return variables.values();
    }
}
