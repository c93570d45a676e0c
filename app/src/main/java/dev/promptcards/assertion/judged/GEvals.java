package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.json.JsonText;
import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Parallel;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.GEval;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kind `g-eval`: for each criterion a model first plans steps, then rates by them.
final class GEvals {

    private static final double MOST = 10;
    private static final Pattern STEPS = Pattern.compile("\\{\"steps\".+\\}");
    private static final Pattern OBJECT = Pattern.compile("\\{.+\\}");

    private record Rating(double score, String reason) {}

    private GEvals() {}

    static Finding judge(GEval assertion, JudgedInput input, Examiner examiner) {
        if (input.prompt().isEmpty()) {
            return new Finding.Unusable("No source text to estimate reply");
        }
        if (assertion.criteria().isEmpty()) {
            return new Finding.Failed("G-Eval needs at least one criterion as its value");
        }
        List<Callable<Rating>> work =
                assertion.criteria().stream()
                        .<Callable<Rating>>map(criterion -> () -> rate(criterion, input, examiner))
                        .toList();
        List<Rating> ratings = Parallel.all(work);
        double score = ratings.stream().mapToDouble(Rating::score).sum() / ratings.size();
        String reasons = ratings.stream().map(Rating::reason).collect(Collectors.joining("\n\n"));
        return Verdict.of(score >= assertion.threshold(), score, reasons);
    }

    private static Rating rate(String criterion, JudgedInput input, Examiner examiner) {
        ObjectNode vars = examiner.noVars();
        vars.put("criteria", criterion);
        String steps = steps(examiner.text(template("steps", Rubric.G_EVAL_STEPS, examiner), vars));
        vars.put("steps", steps);
        vars.put("maxScore", "10");
        vars.set("input", Prompting.parsed(input.prompt()));
        vars.set("output", Prompting.parsed(input.text()));
        return rating(
                examiner.text(
                        template("evaluate", Rubric.G_EVAL_EVALUATE, examiner),
                        Prompting.flat(vars)));
    }

    /// A chosen rubric prompt is an object with one for each of the two questions.
    private static String template(String question, Rubric standard, Examiner examiner) {
        Optional<JsonNode> chosen =
                examiner.rubricPrompt()
                        .map(prompt -> prompt.path(question))
                        .filter(prompt -> !prompt.asText().isEmpty() || prompt.isContainerNode());
        return examiner.template(chosen, standard);
    }

    private static String steps(String answer) {
        JsonNode steps = object(STEPS, answer, "evaluation steps are").path("steps");
        boolean texts =
                steps.isArray()
                        && !steps.isEmpty()
                        && steps.valueStream()
                                .allMatch(s -> s.isTextual() && !s.textValue().isBlank());
        if (!texts) {
            throw Unanswered.failed(
                    "G-Eval steps response has invalid or missing steps: "
                            + JavaScriptText.stringify(steps));
        }
        return steps.valueStream().map(JsonNode::textValue).collect(Collectors.joining("\n- "));
    }

    private static Rating rating(String answer) {
        JsonNode result = object(OBJECT, answer, "evaluation result is");
        double score = number(result.path("score"));
        if (!(score >= 0 && score <= MOST)) {
            throw Unanswered.failed(
                    "G-Eval result has no score from 0 to 10: "
                            + JavaScriptText.stringify(result.path("score")));
        }
        String reason = result.path("reason").isTextual() ? result.path("reason").textValue() : "";
        if (reason.isBlank()) {
            throw Unanswered.failed("G-Eval result has no reason");
        }
        return new Rating(score / MOST, reason);
    }

    private static double number(JsonNode score) {
        try {
            return score.isTextual()
                    ? Double.parseDouble(score.textValue().strip())
                    : score.isNumber() ? score.doubleValue() : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// The JSON on the first line that has some. Graders are told to answer on one line.
    private static JsonNode object(Pattern pattern, String answer, String what) {
        Matcher matcher = pattern.matcher(answer);
        JsonText json = matcher.find() ? JsonText.read(matcher.group()) : new JsonText.Invalid();
        if (!(json instanceof JsonText.Parsed(JsonNode tree))) {
            throw Unanswered.failed("LLM-proposed " + what + " not in JSON format: " + answer);
        }
        return tree;
    }
}
