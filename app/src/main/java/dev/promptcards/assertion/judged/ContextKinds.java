package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.ContextRecall;
import dev.promptcards.assertion.kind.JudgedAssertion.ContextRelevance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The kinds `context-recall` and `context-relevance`, counted as promptfoo counts RAGAS's metrics.
/// An answer that has nothing to count is no score of 0 but a grader that failed.
///
/// @see <a href="https://arxiv.org/abs/2309.15217">RAGAS</a>
final class ContextKinds {

    private static final String ATTRIBUTED = "[attributed]";
    private static final String NOT_ATTRIBUTED = "[not attributed]";
    private static final String INSUFFICIENT = "Insufficient Information";
    private static final Pattern MARKER = Pattern.compile("^\\s*(?:\\d+[.)]|[-*])\\s*");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ContextKinds() {}

    static Finding judge(ContextRecall assertion, JudgedInput input, Examiner examiner) {
        Contexts context =
                Contexts.of(
                        assertion.context(),
                        input,
                        examiner,
                        Optional.of(input.prompt()).filter(prompt -> !prompt.isEmpty()));
        ObjectNode vars = examiner.caseVars();
        vars.put("context", context.text());
        vars.put("groundTruth", assertion.truth());
        List<String> classified =
                Sentences.lines(examiner.text(Rubric.CONTEXT_RECALL, vars)).stream()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .filter(l -> l.contains(ATTRIBUTED) || l.contains(NOT_ATTRIBUTED))
                        .toList();
        if (classified.isEmpty()) {
            return new Finding.Failed(
                    "Grader returned no [Attributed]/[Not Attributed] classifications");
        }
        long attributed = classified.stream().filter(l -> !l.contains(NOT_ATTRIBUTED)).count();
        double recall = (double) attributed / classified.size();
        return Verdict.share("Recall", recall, assertion.context().threshold());
    }

    static Finding judge(ContextRelevance assertion, JudgedInput input, Examiner examiner) {
        String query = query(input, "context-relevance");
        Contexts context = Contexts.of(assertion.context(), input, examiner, Optional.empty());
        ObjectNode vars = examiner.noVars();
        vars.put("context", context.text());
        vars.put("query", query);
        String answer = examiner.text(Rubric.CONTEXT_RELEVANCE, vars);
        int units =
                context.chunked()
                        ? (int) context.chunks().stream().filter(c -> !c.isBlank()).count()
                        : Sentences.of(context.text()).size();
        double relevance =
                units == 0 ? 0 : (double) Math.min(relevant(answer, context), units) / units;
        return Verdict.share("Context relevance", relevance, assertion.context().threshold());
    }

    /// How many parts of the context the grader repeated, each counted once.
    private static int relevant(String answer, Contexts context) {
        if (answer.contains(INSUFFICIENT)) {
            return 0;
        }
        boolean byLine = context.chunked() || Sentences.lines(context.text()).size() > 1;
        List<String> repeated =
                (byLine ? Sentences.lines(answer) : Sentences.of(answer))
                        .stream().distinct().toList();
        String whole = plain(context.text());
        if (repeated.stream()
                .noneMatch(part -> whole.contains(plain(MARKER.matcher(part).replaceFirst(""))))) {
            throw Unanswered.failed("Grader output does not quote the provided context");
        }
        return repeated.size();
    }

    static String query(JudgedInput input, String kind) {
        JsonNode query = input.setting().vars().path("query");
        if (!query.isTextual()) {
            throw Unanswered.unusable(
                    kind + " assertion requires a \"query\" variable with the user question");
        }
        return query.textValue();
    }

    private static String plain(String text) {
        return SPACE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
