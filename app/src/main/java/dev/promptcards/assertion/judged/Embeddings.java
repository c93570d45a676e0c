package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Judge.Task;
import dev.promptcards.assertion.judge.Parallel;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.AnswerRelevance;
import dev.promptcards.assertion.kind.JudgedAssertion.Similar;

/// The kinds that compare embeddings: `similar` and `answer-relevance`.
final class Embeddings {

    private Embeddings() {}

    /// Values are compared one after the other until one is near enough; where none is, the score
    /// is that of the nearest.
    static Finding judge(Similar assertion, JudgedInput input, Examiner examiner) {
        Finding.Decided nearest = null;
        try (var output = Parallel.start(() -> embed(input.text(), examiner))) {
            for (String value : assertion.values()) {
                double[] expected = embed(value, examiner);
                Finding.Decided finding = compare(assertion, expected, output.get());
                if (finding.holds()) {
                    return finding;
                }
                if (nearest == null || finding.score() > nearest.score()) {
                    nearest = finding;
                }
            }
        }
        return nearest == null ? new Finding.Unusable("There is no value to compare") : nearest;
    }

    /// The question a model guesses from the output, against the one that was asked: the variable
    /// `query`, or the prompt. promptfoo asks thrice and is answered from its cache; once will do.
    static Finding judge(AnswerRelevance assertion, JudgedInput input, Examiner examiner) {
        if (!input.output().isTextual()) {
            return new Finding.Unusable(
                    "answer-relevance assertion type must evaluate a string output");
        }
        JsonNode query = input.setting().vars().path("query");
        String asked = query.isTextual() ? query.textValue() : input.prompt();
        double relevance;
        try (var about = Parallel.start(() -> embed(asked, examiner))) {
            ObjectNode vars = examiner.noVars();
            vars.set("answer", Prompting.parsed(input.text()));
            double[] guessed = embed(examiner.text(Rubric.ANSWER_RELEVANCE, vars), examiner);
            relevance = cosine(about.get(), guessed);
        }
        boolean holds = relevance >= assertion.threshold() - Verdict.EPSILON;
        return Verdict.of(
                holds,
                relevance,
                "Relevance %s is %s than threshold %s"
                        .formatted(
                                JavaScriptText.fixed(relevance, 2),
                                holds ? "greater" : "less",
                                JavaScriptText.number(assertion.threshold())));
    }

    private static Finding.Decided compare(Similar assertion, double[] expected, double[] output) {
        if (expected.length != output.length) {
            throw Unanswered.unusable(
                    "Vectors must be of equal length, but one embedding has %d numbers, one %d"
                            .formatted(expected.length, output.length));
        }
        double threshold = assertion.threshold();
        return switch (assertion.metric()) {
            case COSINE -> similarity(cosine(expected, output), threshold);
            case DOT -> similarity(dot(expected, output), threshold);
            case EUCLIDEAN -> distance(euclidean(expected, output), threshold);
        };
    }

    private static Finding.Decided similarity(double similarity, double threshold) {
        boolean holds = similarity >= threshold - Verdict.EPSILON;
        return Verdict.of(
                holds,
                similarity,
                "Similarity %s is %s threshold %s"
                        .formatted(
                                JavaScriptText.fixed(similarity, 2),
                                holds ? "greater than or equal to" : "less than",
                                JavaScriptText.number(threshold)));
    }

    private static Finding.Decided distance(double distance, double threshold) {
        boolean holds = distance <= threshold + Verdict.EPSILON;
        return Verdict.of(
                holds,
                1 / (1 + distance),
                "Distance %s is %s threshold %s"
                        .formatted(
                                JavaScriptText.fixed(distance, 2),
                                holds ? "less than or equal to" : "greater than",
                                JavaScriptText.number(threshold)));
    }

    private static double cosine(double[] a, double[] b) {
        if (a.length != b.length) {
            throw Unanswered.unusable(
                    "Vectors must be of equal length, but one embedding has %d numbers, one %d"
                            .formatted(a.length, b.length));
        }
        double size = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
        if (!(size > 0 && Double.isFinite(size))) {
            // Else a negation would make a pass of it.
            throw Unanswered.unusable(
                    "An embedding of zeros, or of no finite length, is like none");
        }
        return dot(a, b) / size;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double euclidean(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double[] embed(String text, Examiner examiner) {
        JsonNode embedding = examiner.ask(Task.EMBEDDING, TextNode.valueOf(text));
        boolean numbers =
                embedding.isArray()
                        && !embedding.isEmpty()
                        && embedding.valueStream().allMatch(JsonNode::isNumber);
        if (!numbers) {
            throw Unanswered.unusable("The embedding provider gave no list of numbers");
        }
        return embedding.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}
