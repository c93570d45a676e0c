package dev.promptcards.assertion.judged;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.judge.Examiner;
import dev.promptcards.assertion.judge.Parallel;
import dev.promptcards.assertion.judge.Prompting;
import dev.promptcards.assertion.judge.Scripts;
import dev.promptcards.assertion.judge.Setting;
import dev.promptcards.assertion.judge.Unanswered;
import dev.promptcards.assertion.kind.ComparisonAssertion.SelectBest;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.JudgedAssertion;
import dev.promptcards.assertion.kind.JudgedAssertion.Grading;
import dev.promptcards.script.Sandbox;
import dev.promptcards.template.Templates;

import java.util.List;
import java.util.function.Supplier;

/// Judges [JudgedAssertion]s by what the judge of an attempt answers.
public final class JudgedKinds {

    private final Prompting prompting;
    private final Scripts scripts;

    public JudgedKinds(Sandbox sandbox, Templates templates) {
        prompting = new Prompting(templates);
        scripts = new Scripts(sandbox);
    }

    /// Asks on a virtual thread, so that a case's judges think at the same time; what is returned
    /// waits for the finding.
    public Supplier<Finding> begin(JudgedAssertion assertion, JudgedInput input) {
        Supplier<Finding> finding = Parallel.start(() -> judge(assertion, input));
        return () -> {
            try {
                return finding.get();
            } catch (Unanswered e) {
                return e.finding();
            }
        };
    }

    /// Has the judge pick one of a row's outputs: a finding for each, in order. Waits.
    public List<Finding> pick(SelectBest assertion, List<JsonNode> outputs, Setting setting) {
        try {
            return BestOutput.pick(assertion, outputs, examiner(setting, assertion.grading()));
        } catch (Unanswered e) {
            return outputs.stream().map(output -> e.finding()).toList();
        }
    }

    private Finding judge(JudgedAssertion assertion, JudgedInput in) {
        return switch (assertion) {
            case JudgedAssertion.LlmRubric a ->
                    ModelGraded.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.ClosedQa a ->
                    ModelGraded.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.Factuality a ->
                    Factualities.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.GEval a ->
                    GEvals.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.AnswerRelevance a ->
                    Embeddings.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.Similar a ->
                    Embeddings.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.ContextRecall a ->
                    ContextKinds.judge(a, in, examiner(in.setting(), a.context().grading()));
            case JudgedAssertion.ContextRelevance a ->
                    ContextKinds.judge(a, in, examiner(in.setting(), a.context().grading()));
            case JudgedAssertion.ContextFaithfulness a ->
                    Faithfulness.judge(a, in, examiner(in.setting(), a.context().grading()));
            case JudgedAssertion.ConversationRelevance a ->
                    Conversations.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.Classifier a ->
                    Services.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.Moderation a ->
                    Services.judge(a, in, examiner(in.setting(), a.grading()));
            case JudgedAssertion.Webhook a -> Services.judge(a, in);
        };
    }

    private Examiner examiner(Setting setting, Grading grading) {
        return new Examiner(setting, grading, prompting, scripts);
    }
}
