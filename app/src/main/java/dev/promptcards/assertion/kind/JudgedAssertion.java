package dev.promptcards.assertion.kind;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Kinds that ask somebody else: a model, an embedding, a classifier, a webhook.
public sealed interface JudgedAssertion extends Assertion {

    /// Who judges and by which prompt, where the assertion itself says so. What is empty here is
    /// the case's choice, or else the default of the kind.
    record Grading(Optional<JsonNode> provider, Optional<JsonNode> rubricPrompt) {}

    /// What a retrieved context is judged for.
    ///
    /// @param transform JavaScript that finds the context in the output; empty takes it from the
    ///     variable `context`
    record Context(Optional<JsonNode> transform, double threshold, Grading grading) {}

    /// How near two embeddings lie.
    enum Metric {
        COSINE,
        DOT,
        /// A distance: less is nearer.
        EUCLIDEAN
    }

    /// A model finds the rubric fulfilled, with at least `threshold` as the score.
    ///
    /// @param rubric a text, or JSON that is shown as it is
    record LlmRubric(JsonNode rubric, OptionalDouble threshold, Grading grading)
            implements JudgedAssertion {}

    /// A model plans steps for each criterion and then rates the output from 0 to 10 by them; the
    /// mean of the ratings, divided by 10, is at least `threshold`.
    ///
    /// @see <a href="https://arxiv.org/abs/2303.16634">G-Eval</a>
    record GEval(List<String> criteria, double threshold, Grading grading)
            implements JudgedAssertion {}

    /// A model finds the output's facts to be a subset of, a superset of or the same as those of
    /// the ideal answer; which of these pass is the case's choice.
    record Factuality(String ideal, Grading grading) implements JudgedAssertion {}

    /// A model finds the criterion met.
    record ClosedQa(String criterion, Grading grading) implements JudgedAssertion {}

    /// The question a model guesses from the output lies near the one that was asked.
    record AnswerRelevance(double threshold, Grading grading) implements JudgedAssertion {}

    /// The share of the sentences of `truth` that a model can attribute to the context.
    record ContextRecall(String truth, Context context) implements JudgedAssertion {}

    /// The share of the context's sentences a model needs for the question.
    record ContextRelevance(Context context) implements JudgedAssertion {}

    /// The share of the output's statements that the context supports.
    record ContextFaithfulness(Context context) implements JudgedAssertion {}

    /// The share of a conversation's answers that have to do with what went before, looked at with
    /// at most `window` exchanges at a time.
    record ConversationRelevance(double threshold, int window, Grading grading)
            implements JudgedAssertion {}

    /// The output's embedding lies near that of at least one of `values`.
    record Similar(Metric metric, List<String> values, double threshold, Grading grading)
            implements JudgedAssertion {}

    /// A classifier gives the label, or any where there is none, at least `threshold`.
    record Classifier(Optional<String> label, double threshold, Grading grading)
            implements JudgedAssertion {}

    /// A moderation service flags nothing of these categories; of no category where the list is
    /// empty.
    record Moderation(List<String> categories, Grading grading) implements JudgedAssertion {}

    /// What stands behind a URL says so.
    record Webhook(String url) implements JudgedAssertion {}
}
