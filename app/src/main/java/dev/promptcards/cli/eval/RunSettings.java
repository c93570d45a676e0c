package dev.promptcards.cli.eval;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.RunOptions;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How a run is to be carried out: what the command line says, else what the configuration says.
///
/// @param firstTests only the first so many tests
/// @param delayMillis between the beginnings of calls, which then go out one at a time
/// @param onUnknown `retry` or `hold`, for calls whose outcome is not known
/// @param budgetUsd what the run may cost, judges included
public record RunSettings(
        int repeat,
        int concurrency,
        boolean cache,
        OptionalInt timeoutMillis,
        OptionalLong firstTests,
        OptionalInt delayMillis,
        String onUnknown,
        Optional<BigDecimal> budgetUsd) {

    private static final int CONCURRENCY = 4;
    private static final int MOST_REPEATS = 1000;
    private static final int MOST_IN_FLIGHT = 4096;

    /// @throws Problem.Invalid for a number no run can be made with, in the words it was written in
    /// @param repeat as given on the command line, if it was; so the others
    public static RunSettings of(
            RunOptions config,
            Optional<Integer> repeat,
            Optional<Integer> concurrency,
            boolean noCache,
            Optional<Long> firstTests,
            String onUnknown) {
        RunSettings settings =
                new RunSettings(
                        repeat.orElse(config.repeat().orElse(1)),
                        concurrency.orElse(config.maxConcurrency().orElse(CONCURRENCY)),
                        !noCache && config.cache().orElse(true),
                        config.timeoutMillis(),
                        firstTests.map(OptionalLong::of).orElse(OptionalLong.empty()),
                        OptionalInt.empty(),
                        onUnknown,
                        Optional.empty());
        within("--repeat (`repeat`)", settings.repeat, MOST_REPEATS);
        within("-j, --max-concurrency (`maxConcurrency`)", settings.concurrency, MOST_IN_FLIGHT);
        return settings.withDelay(config.delayMillis().orElse(0));
    }

    private static void within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new Problem.Invalid(
                    String.format(
                            Locale.ROOT, "%s has to be 1 to %,d; got %,d", option, most, value));
        }
    }

    /// The same, with a budget where one is given.
    public RunSettings withBudget(Optional<BigDecimal> usd) {
        return new RunSettings(
                repeat, concurrency, cache, timeoutMillis, firstTests, delayMillis, onUnknown, usd);
    }

    /// The same, slower; 0 is no delay.
    public RunSettings withDelay(int millis) {
        return millis <= 0
                ? this
                : new RunSettings(
                        repeat,
                        1,
                        cache,
                        timeoutMillis,
                        firstTests,
                        OptionalInt.of(millis),
                        onUnknown,
                        budgetUsd);
    }
}
