package dev.promptcards.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Where a case goes another way than its columns. Kept as the one object it is stored as, whose
/// members [CaseFields] has checked.
///
/// @param members `providerOutput`, `provider`, `providers`, `prompts`, `assertScoringFunction`,
///     those that are there
public record CaseOverrides(ObjectNode members) {

    public static final CaseOverrides NONE =
            new CaseOverrides(JsonNodeFactory.instance.objectNode());

    /// The answer, given: nobody is called for it.
    public Optional<JsonNode> providerOutput() {
        return member("providerOutput");
    }

    /// The model this case runs on instead of its column's: `{id, label?, config?}`.
    public Optional<ObjectNode> provider() {
        return member("provider").map(ObjectNode.class::cast);
    }

    /// The names of the providers it runs on; all where empty.
    public Optional<List<String>> providers() {
        return member("providers").map(CaseOverrides::texts);
    }

    /// The labels of the prompts it runs with; all where empty.
    public Optional<List<String>> prompts() {
        return member("prompts").map(CaseOverrides::texts);
    }

    /// What makes the score of the assertions' scores: `{script, function?}`.
    public Optional<JsonNode> scoring() {
        return member("assertScoringFunction");
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::textValue).toList();
    }
}
