package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.ComparisonAssertion.SelectBest;
import dev.promptcards.assertion.kind.Finding;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The kind `select-best`: the first whole number in a model's answer is the index of its choice.
final class BestOutput {

    private static final Pattern INDEX = Pattern.compile("[0-9]+");

    private BestOutput() {}

    static List<Finding> pick(SelectBest assertion, List<JsonNode> outputs, Examiner examiner) {
        ObjectNode vars = examiner.caseVars();
        vars.put("criteria", assertion.criteria());
        ArrayNode shown = vars.putArray("outputs");
        outputs.forEach(output -> shown.add(Prompting.parsed(JavaScriptText.string(output))));
        int best = index(examiner.text(Rubric.SELECT_BEST, vars), outputs.size());
        return IntStream.range(0, outputs.size())
                .<Finding>mapToObj(
                        i ->
                                Verdict.of(
                                        i == best,
                                        i == best ? 1 : 0,
                                        "Output %s: %s"
                                                .formatted(
                                                        i == best
                                                                ? "selected as the best"
                                                                : "not selected",
                                                        assertion.criteria())))
                .toList();
    }

    private static int index(String answer, int outputs) {
        Matcher number = INDEX.matcher(answer);
        String verdict = number.find() ? number.group() : "NaN";
        if (verdict.equals("NaN")
                || new BigInteger(verdict).compareTo(BigInteger.valueOf(outputs)) >= 0) {
            throw Unanswered.failed("Invalid select-best verdict: " + verdict);
        }
        return Integer.parseInt(verdict);
    }
}
