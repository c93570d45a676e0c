package dev.promptcards.cli.eval;

import dev.promptcards.promptfoo.RunOptions;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How a run is to be carried out: what the command line says, else what the configuration says.
///
/// @param firstTests only the first so many tests
/// @param onUnknown `retry` or `hold`, for calls whose outcome is not known
public record RunSettings(
        int repeat,
        int concurrency,
        boolean cache,
        OptionalInt timeoutMillis,
        OptionalLong firstTests,
        String onUnknown) {

    private static final int CONCURRENCY = 4;

    /// @param repeat as given on the command line, if it was; so the others
    public static RunSettings of(
            RunOptions config,
            Optional<Integer> repeat,
            Optional<Integer> concurrency,
            boolean noCache,
            Optional<Long> firstTests,
            String onUnknown) {
        return new RunSettings(
                repeat.orElse(config.repeat().orElse(1)),
                concurrency.orElse(config.maxConcurrency().orElse(CONCURRENCY)),
                !noCache && config.cache().orElse(true),
                config.timeoutMillis(),
                firstTests.map(OptionalLong::of).orElse(OptionalLong.empty()),
                onUnknown);
    }
}
