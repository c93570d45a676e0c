package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// A grade's components as they are stored with an execution.
public final class Verdicts {

    private Verdicts() {}

    /// The components that [#json] wrote, for a grade that is built again.
    public static List<Component> components(JsonNode verdicts) {
        return verdicts.valueStream()
                .map(
                        verdict ->
                                new Component(
                                        verdict.path("type").asText(),
                                        verdict.path("pass").asBoolean(),
                                        verdict.path("error").asBoolean(),
                                        verdict.path("score").asDouble(),
                                        verdict.path("reason").asText(),
                                        Optional.ofNullable(verdict.path("metric").textValue()),
                                        verdict.path("weight").asDouble(),
                                        verdict.path("assertion")))
                .toList();
    }

    /// One object a component: `type`, `pass`, `score`, `reason`, `weight`, `assertion` as its
    /// author wrote it; `error: true` where it could not be judged; `metric` where it has one.
    public static ArrayNode json(Grade grade) {
        ArrayNode verdicts = JsonNodeFactory.instance.arrayNode(grade.components().size());
        for (Component component : grade.components()) {
            ObjectNode verdict = verdicts.addObject();
            verdict.put("type", component.type())
                    .put("pass", component.passed())
                    .put("score", component.score())
                    .put("reason", component.reason())
                    .put("weight", component.weight());
            if (component.errored()) {
                verdict.put("error", true);
            }
            component.metric().ifPresent(name -> verdict.put("metric", name));
            verdict.set("assertion", component.assertion());
        }
        return verdicts;
    }
}
