package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.JudgedAssertion.Context;

import java.util.List;
import java.util.Optional;

/// The retrieved context an output is judged by: one text, or chunks.
record Contexts(List<String> chunks, boolean chunked) {

    /// What the assertion's transform finds in the output, or the variable `context`, or else
    /// `fallback`.
    static Contexts of(
            Context assertion, JudgedInput input, Examiner examiner, Optional<String> fallback) {
        if (assertion.transform().isPresent()) {
            return transformed(assertion.transform().get(), input, examiner);
        }
        JsonNode variable = input.setting().vars().path("context");
        boolean given =
                variable.isContainerNode()
                        || (variable.isTextual() && !variable.asText().isEmpty());
        if (!given && fallback.isPresent()) {
            return new Contexts(List.of(fallback.get()), false);
        }
        return read(variable)
                .orElseThrow(
                        () ->
                                Unanswered.unusable(
                                        "Context is required for context-based assertions: a"
                                                + " variable \"context\" (a text or a list of"
                                                + " texts) in the case, or a \"contextTransform\""
                                                + " that finds it in the output"));
    }

    /// As one text.
    String text() {
        return String.join("\n\n", chunks);
    }

    private static Contexts transformed(JsonNode code, JudgedInput input, Examiner examiner) {
        ObjectNode context = examiner.noVars();
        context.set("vars", input.setting().vars());
        context.putObject("prompt").put("label", input.prompt());
        JsonNode found =
                examiner.scripts()
                        .transform(input.setting().scope(), code, input.original(), context);
        return read(found)
                .orElseThrow(
                        () ->
                                Unanswered.unusable(
                                        "contextTransform must return a text or a list of texts,"
                                                + " and none of them empty"));
    }

    private static Optional<Contexts> read(JsonNode context) {
        if (context.isTextual() && !context.textValue().isEmpty()) {
            return Optional.of(new Contexts(List.of(context.textValue()), false));
        }
        boolean texts =
                context.isArray()
                        && !context.isEmpty()
                        && context.valueStream()
                                .allMatch(c -> c.isTextual() && !c.textValue().isEmpty());
        return texts
                ? Optional.of(
                        new Contexts(context.valueStream().map(JsonNode::textValue).toList(), true))
                : Optional.empty();
    }
}
