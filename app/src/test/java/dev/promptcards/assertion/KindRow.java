package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// An assertion without its type's `not-`, an output, and what is expected of the two.
///
/// @param members of the assertion besides its type, as JSON without braces; single quotes will do
record KindRow(String kind, String members, String output, Outcome outcome) {

    enum Outcome {
        HOLDS,
        HOLDS_NOT,
        /// A pattern that is none, a script that throws.
        FAILS_EITHER_WAY,
        ERROR
    }

    static KindRow row(String kind, String members, String output, Outcome outcome) {
        return new KindRow(kind, members, output, outcome);
    }

    static KindRow value(String kind, String value, String output, Outcome outcome) {
        return row(kind, "'value': " + value, output, outcome);
    }

    /// A kind that needs no value.
    static KindRow bare(String kind, String output, Outcome outcome) {
        return row(kind, "'weight': 1", output, outcome);
    }

    /// What holds fails when negated, what does not hold passes, and what cannot be judged is an
    /// error both ways; and each says why.
    void check(Workbench bench) {
        check(bench, Workbench.attempt(output));
    }

    void check(Workbench bench, Attempt attempt) {
        Grade plain = grade(bench, kind, attempt);
        Grade negated = grade(bench, "not-" + kind, attempt);

        assertThat(plain.errored()).as(plain.reason()).isEqualTo(outcome == Outcome.ERROR);
        assertThat(negated.errored()).as(negated.reason()).isEqualTo(outcome == Outcome.ERROR);
        assertThat(plain.passed()).as(plain.reason()).isEqualTo(outcome == Outcome.HOLDS);
        assertThat(negated.passed()).as(negated.reason()).isEqualTo(outcome == Outcome.HOLDS_NOT);
        for (Grade grade : List.of(plain, negated)) {
            assertThat(grade.passed() ? "passed" : grade.reason()).isNotBlank();
        }
    }

    /// The grade under this assertion, as it is written.
    Grade grade(Workbench bench) {
        return grade(bench, kind, Workbench.attempt(output));
    }

    private Grade grade(Workbench bench, String type, Attempt attempt) {
        ObjectNode assertion = (ObjectNode) Workbench.json("{" + members + "}");
        return bench.grade("[" + assertion.put("type", type) + "]", attempt);
    }

    /// Outputs may be huge.
    @Override
    public String toString() {
        String shown = output.length() > 60 ? output.substring(0, 60) + "…" : output;
        String asked = members.length() > 100 ? members.substring(0, 100) + "…" : members;
        return kind + " {" + asked + "} of " + shown + ": " + outcome;
    }
}
