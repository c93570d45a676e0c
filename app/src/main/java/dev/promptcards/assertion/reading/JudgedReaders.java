package dev.promptcards.assertion.reading;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.kind.ComparisonAssertion.MaxScore;
import dev.promptcards.assertion.kind.ComparisonAssertion.SelectBest;
import dev.promptcards.assertion.kind.JudgedAssertion.AnswerRelevance;
import dev.promptcards.assertion.kind.JudgedAssertion.Classifier;
import dev.promptcards.assertion.kind.JudgedAssertion.ClosedQa;
import dev.promptcards.assertion.kind.JudgedAssertion.Context;
import dev.promptcards.assertion.kind.JudgedAssertion.ContextFaithfulness;
import dev.promptcards.assertion.kind.JudgedAssertion.ContextRecall;
import dev.promptcards.assertion.kind.JudgedAssertion.ContextRelevance;
import dev.promptcards.assertion.kind.JudgedAssertion.ConversationRelevance;
import dev.promptcards.assertion.kind.JudgedAssertion.Factuality;
import dev.promptcards.assertion.kind.JudgedAssertion.GEval;
import dev.promptcards.assertion.kind.JudgedAssertion.Grading;
import dev.promptcards.assertion.kind.JudgedAssertion.LlmRubric;
import dev.promptcards.assertion.kind.JudgedAssertion.Metric;
import dev.promptcards.assertion.kind.JudgedAssertion.Moderation;
import dev.promptcards.assertion.kind.JudgedAssertion.Similar;
import dev.promptcards.assertion.kind.JudgedAssertion.Webhook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// The names of the kinds that somebody else judges or that compare, and how they are read.
/// Defaults are promptfoo's.
final class JudgedReaders {

    private static final int WINDOW = 5;

    static final Map<String, Function<Written, Assertion>> READERS =
            Map.ofEntries(
                    entry("llm-rubric", JudgedReaders::llmRubric),
                    entry(
                            "g-eval",
                            w -> new GEval(criteria(w), w.threshold().orElse(0.7), grading(w))),
                    entry("factuality", w -> new Factuality(w.text(), grading(w))),
                    entry("model-graded-factuality", w -> new Factuality(w.text(), grading(w))),
                    entry("model-graded-closedqa", w -> new ClosedQa(w.text(), grading(w))),
                    entry(
                            "answer-relevance",
                            w -> new AnswerRelevance(w.threshold().orElse(0), grading(w))),
                    entry("context-recall", w -> new ContextRecall(w.text(), context(w))),
                    entry("context-relevance", w -> new ContextRelevance(context(w))),
                    entry("context-faithfulness", w -> new ContextFaithfulness(context(w))),
                    entry("conversation-relevance", JudgedReaders::conversation),
                    entry("similar", w -> similar(Metric.COSINE, w)),
                    entry("similar:cosine", w -> similar(Metric.COSINE, w)),
                    entry("similar:dot", w -> similar(Metric.DOT, w)),
                    entry("similar:euclidean", w -> similar(Metric.EUCLIDEAN, w)),
                    entry("classifier", JudgedReaders::classifier),
                    entry("moderation", w -> new Moderation(categories(w), grading(w))),
                    entry("webhook", w -> new Webhook(w.filledText())),
                    entry("select-best", w -> new SelectBest(w.filledText(), grading(w))),
                    entry("max-score", JudgedReaders::maxScore));

    private JudgedReaders() {}

    private static Assertion llmRubric(Written written) {
        JsonNode rubric = filled(written.value()).orElse(TextNode.valueOf(""));
        if (rubric.isNumber() || rubric.isBoolean()) {
            throw written.bad("type must have a string or object value");
        }
        return new LlmRubric(rubric, written.threshold(), grading(written));
    }

    private static Assertion conversation(Written written) {
        JsonNode window = written.whole().path("config").path("windowSize");
        if (!window.isMissingNode() && !(window.canConvertToInt() && window.intValue() > 0)) {
            throw written.bad("type needs a whole number from 1 upwards as \"windowSize\"");
        }
        return new ConversationRelevance(
                written.threshold().orElse(0.5), window.asInt(WINDOW), grading(written));
    }

    private static Assertion similar(Metric metric, Written written) {
        return new Similar(
                metric, texts(written), written.threshold().orElse(0.75), grading(written));
    }

    private static Assertion classifier(Written written) {
        Optional<String> label =
                written.optionalValue().isEmpty() ? Optional.empty() : Optional.of(written.text());
        return new Classifier(label, written.threshold().orElse(1), grading(written));
    }

    private static List<String> categories(Written written) {
        if (written.optionalValue().isEmpty()) {
            return List.of();
        }
        if (!written.value().isArray()) {
            throw written.bad("type must have a list of categories as its value, if any");
        }
        return texts(written);
    }

    private static Assertion maxScore(Written written) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> weight : written.value().path("weights").properties()) {
            if (!weight.getValue().isNumber()) {
                throw written.bad("type needs numbers as \"weights\"");
            }
            weights.put(weight.getKey(), weight.getValue().doubleValue());
        }
        String method = written.value().path("method").asText("average");
        if (!method.equals("sum") && !method.equals("average")) {
            throw written.bad("type must have \"average\" or \"sum\" as its method");
        }
        OptionalDouble threshold = written.optionalNumber("threshold");
        return new MaxScore(method.equals("sum"), Map.copyOf(weights), threshold);
    }

    /// An empty list is read, and fails when it is judged.
    private static List<String> criteria(Written written) {
        return written.value().isArray() && written.value().isEmpty() ? List.of() : texts(written);
    }

    /// One text, or a list of at least one; a text is not split at its commas.
    private static List<String> texts(Written written) {
        JsonNode value = written.value();
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        if (!value.isArray() || value.isEmpty()) {
            throw written.bad("type must have a string or a list of strings as its value");
        }
        if (!value.valueStream().allMatch(JsonNode::isValueNode)) {
            throw written.bad("type must have strings in its list");
        }
        return value.valueStream().map(JavaScriptText::string).toList();
    }

    private static Context context(Written written) {
        JsonNode transform = written.whole().path("contextTransform");
        boolean script = transform.path("script").isTextual();
        if (filled(transform).isPresent() && !script && !transform.isTextual()) {
            throw written.bad("type needs code as its \"contextTransform\"");
        }
        return new Context(filled(transform), written.threshold().orElse(0), grading(written));
    }

    private static Grading grading(Written written) {
        return new Grading(
                filled(written.whole().path("provider")),
                filled(written.whole().path("rubricPrompt")));
    }

    /// What is there and not empty, of a member that may be absent.
    private static Optional<JsonNode> filled(JsonNode member) {
        boolean absent =
                member.isMissingNode()
                        || member.isNull()
                        || (member.isTextual() && member.textValue().isEmpty())
                        || (member.isContainerNode() && member.isEmpty());
        return absent ? Optional.empty() : Optional.of(member);
    }
}
