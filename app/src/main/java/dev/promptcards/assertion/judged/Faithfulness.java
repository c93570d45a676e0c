package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.ContextFaithfulness;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kind `context-faithfulness`: a model takes the output apart into statements, and then says
/// which of them the context supports.
///
/// @see <a href="https://arxiv.org/abs/2309.15217">RAGAS</a>
final class Faithfulness {

    private static final String FINAL_VERDICT = "final verdict for each statement in order:";
    private static final Pattern VERDICT = Pattern.compile("\\b(?:yes|no)\\b");

    private Faithfulness() {}

    static Finding judge(ContextFaithfulness assertion, JudgedInput input, Examiner examiner) {
        String query = ContextKinds.query(input, "context-faithfulness");
        if (!input.output().isTextual()) {
            return new Finding.Unusable(
                    "context-faithfulness assertion requires string output from the provider");
        }
        Contexts context = Contexts.of(assertion.context(), input, examiner, Optional.empty());
        ObjectNode vars = examiner.caseVars();
        vars.put("question", query);
        vars.set("answer", Prompting.parsed(input.text()));
        List<String> statements =
                Sentences.lines(
                        examiner.text(
                                template(0, Rubric.FAITHFULNESS_STATEMENTS, examiner),
                                Prompting.flat(vars)));
        if (statements.isEmpty()) {
            return new Finding.Failed("The grader found no statements in the output");
        }
        ObjectNode second = examiner.caseVars();
        second.put("context", context.text());
        ArrayNode listed = second.putArray("statements");
        statements.forEach(listed::add);
        String answer =
                examiner.text(
                        template(1, Rubric.FAITHFULNESS_VERDICTS, examiner),
                        Prompting.flat(second));
        double supported = supported(answer.toLowerCase(Locale.ROOT), statements.size());
        return Verdict.share("Faithfulness", supported, assertion.context().threshold());
    }

    /// The share of the statements that have a yes; one without a verdict has none.
    private static double supported(String answer, int statements) {
        int end = answer.indexOf(FINAL_VERDICT);
        List<String> verdicts =
                end < 0
                        ? Stream.of("no", "yes")
                                .flatMap(v -> Stream.generate(() -> v).limit(count(answer, v)))
                                .toList()
                        : Stream.of(answer.substring(end + FINAL_VERDICT.length()).split("\\."))
                                .filter(verdict -> !verdict.isBlank())
                                .toList();
        if (verdicts.stream().noneMatch(verdict -> VERDICT.matcher(verdict).find())) {
            throw Unanswered.failed("Could not parse context-faithfulness verdicts");
        }
        long missing = Math.max(0, statements - verdicts.size());
        long without = verdicts.stream().filter(verdict -> !verdict.contains("yes")).count();
        return Math.clamp(1 - (double) (without + missing) / statements, 0, 1);
    }

    private static int count(String answer, String verdict) {
        return answer.split(Pattern.quote("verdict: " + verdict), -1).length - 1;
    }

    /// A chosen rubric prompt is a list of two, for the two questions.
    private static String template(int question, Rubric standard, Examiner examiner) {
        Optional<JsonNode> chosen = examiner.rubricPrompt();
        if (chosen.isPresent() && !chosen.get().isArray()) {
            throw Unanswered.unusable("rubricPrompt must be a list of two prompts");
        }
        return examiner.template(
                chosen.map(prompts -> prompts.path(question))
                        .map(prompt -> prompt.isObject() ? prompt.path("content") : prompt)
                        .filter(prompt -> !prompt.asText().isEmpty()),
                standard);
    }
}
