package dev.promptcards.http;

import org.yaml.snakeyaml.Yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An operation of the interface's description.
///
/// @param path with its variables in braces, as the description has it
/// @param query the names of its query parameters
/// @param hasBody whether something is to be sent
record Operation(String method, String path, List<String> query, boolean hasBody) {

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final Pattern VARIABLE = Pattern.compile("([a-z-]+)/\\{\\w+}");

    /// All operations of the description a server serves.
    static List<Operation> of(String yaml) {
        var operations = new ArrayList<Operation>();
        Map<String, Map<String, Object>> paths = at(new Yaml().load(yaml), "paths");
        paths.forEach(
                (path, methods) ->
                        METHODS.stream()
                                .filter(methods::containsKey)
                                .map(method -> of(method, path, at(methods, method)))
                                .forEach(operations::add));
        return operations;
    }

    private static Operation of(String method, String path, Map<String, Object> described) {
        List<Map<String, Object>> parameters =
                described.containsKey("parameters") ? at(described, "parameters") : List.of();
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                parameters.stream()
                        .filter(it -> "query".equals(it.get("in")))
                        .map(it -> String.valueOf(it.get("name")))
                        .toList(),
                described.containsKey("requestBody"));
    }

    @SuppressWarnings("unchecked")
    private static <T> T at(Object node, String name) {
        return (T) Objects.requireNonNull(((Map<String, Object>) node).get(name));
    }

    /// What its address names, each by the word that stands before it: `cards`, `runs`.
    Stream<String> variables() {
        return VARIABLE.matcher(path).results().map(it -> it.group(1));
    }

    /// Its address, with `values` by the words before the variables.
    String address(Map<String, String> values) {
        return VARIABLE.matcher(path)
                .replaceAll(
                        it ->
                                Matcher.quoteReplacement(
                                        it.group(1) + "/" + value(values, it.group(1))));
    }

    private String value(Map<String, String> values, String word) {
        if (!values.containsKey(word)) {
            throw new AssertionError(
                    this + ": nothing is known to put behind " + word + "/; add it to Tenant");
        }
        return values.get(word);
    }

    boolean isInWorkspace() {
        return path.startsWith("/api/v1/workspaces/{workspace}");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
