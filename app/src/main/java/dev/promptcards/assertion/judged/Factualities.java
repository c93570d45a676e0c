package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Rubric;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion.Factuality;
import dev.promptcards.assertion.structure.EmbeddedJson;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kind `factuality`: which of five relations holds between the output and the ideal answer.
final class Factualities {

    /// The relations, by the letter a grader answers with.
    private enum Relation {
        A("subset", 1, "The submitted answer is a subset of the expert answer"),
        B("superset", 1, "The submitted answer is a superset of the expert answer"),
        C("agree", 1, "The submitted answer contains all the same details as the expert answer"),
        D("disagree", 0, "The submitted answer and the expert answer disagree"),
        E("differButFactual", 1, "The answers differ, but not in their facts");

        private final String option;
        private final double score;
        private final String meaning;

        Relation(String option, double score, String meaning) {
            this.option = option;
            this.score = score;
            this.meaning = meaning;
        }
    }

    private record Choice(Relation relation, String reason) {}

    /// `(B) because …`, as graders answered before they were asked for JSON.
    private static final Pattern LETTER = Pattern.compile("\\(?([a-eA-E])\\)");

    private Factualities() {}

    static Finding judge(Factuality assertion, JudgedInput input, Examiner examiner) {
        ObjectNode vars = examiner.caseVars();
        vars.put("input", input.prompt());
        vars.put("ideal", assertion.ideal());
        vars.set("completion", Prompting.parsed(input.text()));
        Choice choice = choice(examiner.text(Rubric.FACTUALITY, vars));
        JsonNode scores = input.setting().options().path("factuality");
        JsonNode chosen = scores.path(choice.relation().option);
        double score = chosen.isNumber() ? chosen.doubleValue() : choice.relation().score;
        return Verdict.of(score > 0, score, choice.reason());
    }

    private static Choice choice(String answer) {
        JsonNode object = EmbeddedJson.first(answer).orElse(MissingNode.getInstance());
        JsonNode category = object.path("category");
        if (category.asText().isEmpty() || !category.isTextual()) {
            return byLetter(answer);
        }
        String letter = category.textValue().strip().toUpperCase(Locale.ROOT);
        if (!letter.matches("[A-E]")) {
            throw Unanswered.failed("Invalid category value: " + letter);
        }
        Relation relation = Relation.valueOf(letter);
        String reason = object.path("reason").asText("").strip();
        return new Choice(relation, reason.isEmpty() ? relation.meaning : reason);
    }

    private static Choice byLetter(String answer) {
        Matcher letter = LETTER.matcher(answer);
        if (!letter.find()) {
            throw Unanswered.failed(
                    "Factuality checker output did not match expected format: " + answer);
        }
        String reason = answer.substring(answer.indexOf(')') + 1).strip();
        return new Choice(
                Relation.valueOf(letter.group(1).toUpperCase(Locale.ROOT)),
                reason.isEmpty() ? answer : reason);
    }
}
