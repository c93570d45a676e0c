package dev.promptcards.promptfoo.tests;

import dev.promptcards.assertion.reading.Kinds;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The kinds of assertion a configuration may name, and those that can be judged today. A `not-`
/// before a name negates it.
public final class AssertionKinds {

    /// A kind that holds other assertions.
    public static final String SET = "assert-set";

    /// Longer names first, so that `similar:dot` is not taken for `similar`.
    private static final List<String> IN_CELLS =
            Stream.of(
                            """
                            agent-rubric answer-relevance bleu classifier contains contains-all contains-any
                            contains-html contains-json contains-sql contains-xml context-faithfulness
                            context-recall context-relevance conversation-relevance cost equals factuality
                            finish-reason g-eval gleu guardrails icontains icontains-all icontains-any
                            is-html is-json is-refusal is-sql is-valid-function-call
                            is-valid-openai-function-call is-valid-openai-tools-call is-xml javascript
                            latency levenshtein llm-rubric meteor model-graded-closedqa
                            model-graded-factuality moderation perplexity perplexity-score pi python regex
                            rouge-n ruby search-rubric similar similar:cosine similar:dot similar:euclidean
                            skill-used starts-with tool-call-f1 trace-error-spans trace-span-count
                            trace-span-duration trajectory:goal-success trajectory:step-count
                            trajectory:tool-args-match trajectory:tool-sequence trajectory:tool-used
                            webhook word-count\
                            """
                                    .split("\\s+"))
                    .sorted(
                            Comparator.comparing(String::length)
                                    .reversed()
                                    .thenComparing(Comparator.naturalOrder()))
                    .toList();

    private static final Set<String> SPECIAL = Set.of("human", "max-score", "select-best", SET);

    /// Kinds that run a program outside the sandbox.
    private static final Set<String> FOREIGN = Set.of("python", "ruby");

    /// Kinds a model judges, which is a default one where nobody says which.
    private static final Set<String> BY_MODEL =
            Set.of(
                    """
                    agent-rubric answer-relevance context-faithfulness context-recall context-relevance
                    conversation-relevance factuality g-eval llm-rubric model-graded-closedqa
                    model-graded-factuality moderation search-rubric select-best similar
                    similar:cosine similar:dot similar:euclidean trajectory:goal-success\
                    """
                            .split("\\s+"));

    private AssertionKinds() {}

    /// Whether the kind only runs outside the sandbox, and so never here.
    public static boolean isForeign(String type) {
        return FOREIGN.contains(positive(type));
    }

    /// Whether a model judges it.
    public static boolean isJudgedByModel(String type) {
        return BY_MODEL.contains(positive(type));
    }

    /// Whether outputs can be judged by this kind today.
    public static boolean judged(String type) {
        return type.equals(SET) || Kinds.known(type);
    }

    /// Whether the name is one of promptfoo's, judged or not.
    public static boolean known(String type) {
        return SPECIAL.contains(type) || IN_CELLS.contains(positive(type));
    }

    /// The kinds that can be written in a CSV cell.
    static List<String> inCells() {
        return IN_CELLS;
    }

    /// The known kind a misspelt one was probably meant to be.
    public static Optional<String> meant(String type) {
        LevenshteinDistance distance = new LevenshteinDistance(2);
        String name = positive(type);
        return IN_CELLS.stream()
                .filter(kind -> distance.apply(kind, name) >= 0)
                .min(Comparator.comparing(kind -> distance.apply(kind, name)));
    }

    private static String positive(String type) {
        return type.startsWith("not-") ? type.substring("not-".length()) : type;
    }
}
