package dev.promptcards.generation;

import dev.promptcards.problem.Problem;

import java.time.LocalDate;

/// How much to generate.
///
/// @param executions over all workspaces; the largest gets about 12 % of them
/// @param days how many, up to and with `until`
/// @param seed the same seed and size give the same content
/// @param until the last day (UTC) something ran
public record Size(
        int workspaces, int cards, long executions, int days, long seed, LocalDate until) {

    public Size {
        within("workspaces", workspaces, 1, 10_000);
        within("cards", cards, workspaces, 10_000_000);
        within("executions", executions, 0, 1_000_000_000);
        within("days", days, 1, 3650);
        within("seed", seed, 0, 1_000_000);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new Problem.Invalid(
                    "--%s: must be %,d to %,d, and was %,d".formatted(name, least, most, value));
        }
    }
}
