package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.judge.Setting;
import dev.promptcards.assertion.judged.JudgedInput;
import dev.promptcards.assertion.judged.JudgedKinds;
import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.kind.ComparisonAssertion;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion;
import dev.promptcards.assertion.kind.MarkupAssertion;
import dev.promptcards.assertion.kind.MeasureAssertion;
import dev.promptcards.assertion.kind.ScriptAssertion;
import dev.promptcards.assertion.kind.SimilarityAssertion;
import dev.promptcards.assertion.kind.SqlAssertion;
import dev.promptcards.assertion.kind.StructureAssertion;
import dev.promptcards.assertion.kind.TextAssertion;
import dev.promptcards.assertion.kind.ToolAssertion;
import dev.promptcards.assertion.markup.MarkupKinds;
import dev.promptcards.assertion.measure.MeasureKinds;
import dev.promptcards.assertion.measure.Measures;
import dev.promptcards.assertion.script.ScriptInput;
import dev.promptcards.assertion.script.ScriptKinds;
import dev.promptcards.assertion.similarity.SimilarityKinds;
import dev.promptcards.assertion.sql.SqlKinds;
import dev.promptcards.assertion.structure.StructureKinds;
import dev.promptcards.assertion.text.TextKinds;
import dev.promptcards.assertion.tools.ToolKinds;
import dev.promptcards.script.Sandbox;
import dev.promptcards.template.Templates;

import java.util.function.Supplier;

/// Takes each assertion to the family that judges it.
final class Judges {

    private static final String MISPLACED =
            "A comparison of the row's outputs stands by itself in \"assert\", not negated and not"
                    + " in an assert-set";

    private final StructureKinds structures = new StructureKinds();
    private final ToolKinds tools = new ToolKinds();
    private final ScriptKinds scripts;
    private final JudgedKinds judged;

    Judges(Sandbox sandbox, Templates templates) {
        scripts = new ScriptKinds(sandbox);
        judged = new JudgedKinds(sandbox, templates);
    }

    /// Starts judging. A script is under way when this returns; what it returns does the rest, and
    /// waits.
    Supplier<Finding> begin(Assertion assertion, Attempt attempt) {
        return switch (assertion) {
            case Assertion.Not not -> {
                Supplier<Finding> positive = begin(not.inner(), attempt);
                yield () -> positive.get().negated();
            }
            case Assertion.Unusable unusable -> () -> new Finding.Unusable(unusable.reason());
            case TextAssertion text -> () -> TextKinds.judge(text, text(attempt));
            case StructureAssertion structure -> () -> structures.judge(structure, text(attempt));
            case SimilarityAssertion similarity ->
                    () -> SimilarityKinds.judge(similarity, text(attempt));
            case MarkupAssertion markup -> () -> MarkupKinds.judge(markup, text(attempt));
            case SqlAssertion sql -> () -> SqlKinds.judge(sql, text(attempt));
            case ToolAssertion tool -> () -> judge(tool, attempt);
            case MeasureAssertion measure -> () -> MeasureKinds.judge(measure, attempt.measures());
            case JudgedAssertion asked -> judged.begin(asked, judgedInput(attempt));
            case ComparisonAssertion comparison -> () -> new Finding.Unusable(MISPLACED);
            case ScriptAssertion script -> scripts.begin(script, scriptInput(attempt));
        };
    }

    private Finding judge(ToolAssertion tool, Attempt attempt) {
        return tools.judge(
                tool,
                attempt.output(),
                attempt.measures().config(),
                attempt.context().path("providerResponse").path("metadata"));
    }

    /// The `context` of a script, as promptfoo names its members.
    static ObjectNode scriptContext(Attempt attempt) {
        ObjectNode context = attempt.vars().objectNode();
        context.setAll(attempt.context());
        attempt.measures().logProbs().ifPresent(list -> context.set("logProbs", list));
        context.set("providerResponse", providerResponse(attempt));
        context.put("prompt", attempt.prompt());
        context.set("vars", attempt.vars());
        return context;
    }

    /// What is known of the answer, under promptfoo's names; what the context says of it goes
    /// first.
    private static ObjectNode providerResponse(Attempt attempt) {
        Measures measures = attempt.measures();
        ObjectNode response = attempt.vars().objectNode();
        response.set("output", attempt.output());
        response.put("cached", measures.cached());
        measures.costUsd().ifPresent(usd -> response.put("cost", usd));
        measures.latencyMillis().ifPresent(millis -> response.put("latencyMs", millis));
        measures.finishReason().ifPresent(reason -> response.put("finishReason", reason));
        measures.logProbs().ifPresent(list -> response.set("logProbs", list));
        measures.guardrails().ifPresent(said -> response.set("guardrails", said));
        if (attempt.context().path("providerResponse") instanceof ObjectNode given) {
            response.setAll(given);
        }
        return response;
    }

    static ScriptInput scriptInput(Attempt attempt) {
        return new ScriptInput(
                attempt.output(), text(attempt), scriptContext(attempt), attempt.scope());
    }

    private static JudgedInput judgedInput(Attempt attempt) {
        JsonNode original =
                attempt.context().path("providerResponse").path("providerTransformedOutput");
        return new JudgedInput(
                attempt.output(),
                text(attempt),
                attempt.prompt(),
                original.isMissingNode() ? attempt.output() : original,
                new Setting(attempt.vars(), attempt.options(), attempt.scope(), attempt.judge()));
    }

    /// The output as text kinds see it: JSON as `JSON.stringify` writes it.
    private static String text(Attempt attempt) {
        return JavaScriptText.string(attempt.output());
    }
}
