package dev.promptcards.generation;

import java.util.List;

/// What generated cards, cases and failures speak of.
final class Words {

    static final List<String> TASKS =
            List.of(
                    "Summarise",
                    "Classify",
                    "Translate",
                    "Extract",
                    "Rewrite",
                    "Answer",
                    "Review",
                    "Score",
                    "Compare",
                    "Plan",
                    "Explain",
                    "Draft");
    static final List<String> THINGS =
            List.of(
                    "support ticket",
                    "contract",
                    "invoice",
                    "product review",
                    "meeting notes",
                    "pull request",
                    "press release",
                    "medical letter",
                    "job posting",
                    "recipe",
                    "news article",
                    "error report",
                    "travel request",
                    "survey answer",
                    "lease");
    static final List<String> MANNERS =
            List.of(
                    "in two sentences",
                    "for a child",
                    "as JSON",
                    "politely",
                    "with sources",
                    "step by step",
                    "in plain words",
                    "for the board",
                    "without jargon",
                    "in the reader's language");
    static final List<String> CATEGORIES =
            List.of("support", "legal", "sales", "research", "health", "engineering", "press");
    static final List<String> TAGS =
            List.of(
                    "customer",
                    "internal",
                    "short",
                    "json",
                    "draft",
                    "beta",
                    "seasonal",
                    "compliance",
                    "urgent",
                    "experiment",
                    "multilingual",
                    "checked");
    static final List<String> OWNERS =
            List.of("team-atlas", "team-birch", "team-coral", "team-delta", "team-ember");
    static final List<String> ENDINGS =
            List.of(
                    "yes, within the period",
                    "the total is as stated",
                    "no such clause",
                    "the tone is friendly",
                    "three items are open",
                    "it was shipped on Monday");
    static final List<String> FAILURES =
            List.of(
                    "Expected output to contain \"total\"",
                    "Expected output to be valid JSON",
                    "Expected output to equal the reference",
                    "Output is longer than 120 words",
                    "The rubric was not met: no source is named");
    static final List<String> ERRORS =
            List.of(
                    "the provider did not answer within 30 s",
                    "429: rate limit reached",
                    "503: the model is overloaded",
                    "the context is longer than the model takes");

    private Words() {}
}
