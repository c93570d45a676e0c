package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The environment variables of whoever runs the command: some steer how a configuration is read,
/// and one that is a module sees them all. Never printed.
public record Environment(Map<String, String> variables) {

    public static final Environment NONE = new Environment(Map.of());

    /// What promptfoo takes for yes.
    private static final Set<String> YES = Set.of("1", "true", "yes", "yup", "yeppers");

    public Environment {
        variables = Map.copyOf(variables);
    }

    /// The same with what a configuration itself gives to variables (`env`), which wins.
    Environment with(JsonNode env) {
        Map<String, String> all = new HashMap<>(variables);
        env.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
        return new Environment(all);
    }

    /// A variable; empty where it is not set or set to nothing.
    Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    boolean isYes(String name) {
        return text(name).filter(value -> YES.contains(value.toLowerCase(Locale.ROOT))).isPresent();
    }

    ObjectNode asJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        variables.forEach(json::put);
        return json;
    }

    @Override
    public String toString() {
        return "Environment[%d variables]".formatted(variables.size());
    }
}
