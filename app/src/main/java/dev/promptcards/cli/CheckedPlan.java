package dev.promptcards.cli;

import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.Reading;
import dev.promptcards.promptfoo.file.Finding;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/// A configuration that was read through, its tests with it, and may run.
record CheckedPlan(Plan plan, Plan.Check check) {

    /// Tells what was found; empty if something of it is refused.
    ///
    /// @param refusal what to say then, at the end
    static Optional<CheckedPlan> of(Reading reading, String refusal, PrintWriter err) {
        Optional<CheckedPlan> checked =
                switch (reading) {
                    case Reading.Refused refused -> {
                        print(refused.findings(), refused.more(), err);
                        yield Optional.empty();
                    }
                    case Plan plan -> {
                        Plan.Check check = plan.check();
                        print(check.findings(), check.more(), err);
                        yield check.refused()
                                ? Optional.empty()
                                : Optional.of(new CheckedPlan(plan, check));
                    }
                };
        if (checked.isEmpty()) {
            err.println(refusal);
        }
        err.flush();
        return checked;
    }

    private static void print(List<Finding> findings, int more, PrintWriter err) {
        findings.forEach(err::println);
        if (more > 0) {
            err.printf("… and %,d more of the kind%n", more);
        }
    }
}
