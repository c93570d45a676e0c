package dev.promptcards.assertion.kind;

/// What judging one assertion found, before weights.
public sealed interface Finding {

    /// The longest reason kept, in characters: a reason quotes the output, and is stored beside it.
    int LONGEST_REASON = 2_000;

    /// Judged. `ifFailed` is the reason should this end as a failure: why the assertion does not
    /// hold or, where it holds, what its negation would complain of.
    record Decided(
            boolean holds,
            double score,
            double negatedScore,
            String ifFailed,
            String ifPassed,
            Breakdown breakdown)
            implements Finding {

        public Decided {
            ifFailed = clip(ifFailed);
            ifPassed = clip(ifPassed);
        }

        @Override
        public Finding negated() {
            return new Decided(!holds, negatedScore, score, ifFailed, ifPassed, breakdown);
        }
    }

    /// A failure whichever way it was asked: a pattern that is none, a script that threw.
    record Failed(String reason) implements Finding {

        public Failed {
            reason = clip(reason);
        }

        @Override
        public Finding negated() {
            return this;
        }
    }

    /// Nothing was found out: what had to be known is missing, or a limit was reached.
    record Unusable(String reason) implements Finding {

        public Unusable {
            reason = clip(reason);
        }

        @Override
        public Finding negated() {
            return this;
        }
    }

    /// The finding for the opposite question.
    Finding negated();

    /// A plain yes or no, scored 1 or 0. `unmet` says why it does not hold, `met` what is wrong
    /// with it where the opposite was asked for.
    static Finding of(boolean holds, String unmet, String met) {
        return new Decided(
                holds,
                holds ? 1 : 0,
                holds ? 0 : 1,
                holds ? met : unmet,
                "Assertion passed",
                Breakdown.NONE);
    }

    /// A yes or no with a score from 0 to 1 that turns round with the question: the opposite scores
    /// 1 − `score`.
    static Finding graded(boolean holds, double score, String unmet, String met) {
        return new Decided(
                holds, score, 1 - score, holds ? met : unmet, "Assertion passed", Breakdown.NONE);
    }

    /// `text`, cut where it is longer than [#LONGEST_REASON], and never inside a surrogate pair.
    static String clip(String text) {
        if (text.length() <= LONGEST_REASON) {
            return text;
        }
        int end = LONGEST_REASON - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
