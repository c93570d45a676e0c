package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names of the keys and variables a run was started with. They are kept when the values are
/// forgotten: whoever has its errors tried again gives these again.
///
/// @param secrets names of keys
/// @param env names of variables in templates
public record GivenNames(Set<String> secrets, Set<String> env) {

    public GivenNames {
        secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
        env = Collections.unmodifiableSortedSet(new TreeSet<>(env));
    }

    static GivenNames of(Map<String, String> secrets, Map<String, String> env) {
        return new GivenNames(secrets.keySet(), env.keySet());
    }

    /// Nothing for a run that was started when names were not kept.
    static Optional<GivenNames> read(Optional<JsonNode> stored) {
        return stored.map(
                given -> new GivenNames(names(given.path("secrets")), names(given.path("env"))));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        secrets.forEach(json.putArray("secrets")::add);
        env.forEach(json.putArray("env")::add);
        return json;
    }

    /// Those that are not given this time, in alphabetical order.
    Collection<String> missing(GivenNames again) {
        return Stream.concat(
                        secrets.stream().filter(name -> !again.secrets.contains(name)),
                        env.stream().filter(name -> !again.env.contains(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.toUnmodifiableSet());
    }
}
