package dev.promptcards.cli;

import dev.promptcards.cli.eval.RunSettings;
import dev.promptcards.promptfoo.RunOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/// How a run is carried out.
final class PaceOptions {

    enum OnUnknown {
        RETRY,
        HOLD
    }

    @Option(
            names = {"-j", "--max-concurrency"},
            paramLabel = "N",
            description = "Calls in flight at most (default: the configuration's, else 4).")
    private @Nullable Integer concurrency;

    @Option(names = "--repeat", paramLabel = "N", description = "Try every case N times.")
    private @Nullable Integer repeat;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            description = "One call at a time, and at most one in so many milliseconds.")
    private @Nullable Integer delay;

    @Option(names = "--no-cache", description = "Use no answers of earlier calls.")
    private boolean noCache;

    @Option(
            names = "--on-unknown",
            paramLabel = "retry|hold",
            defaultValue = "retry",
            description =
                    "What to do when a call was sent and its answer lost: send it again, which may"
                            + " be charged twice, or hold it for `promptcards resume` (default:"
                            + " ${DEFAULT-VALUE}).")
    private OnUnknown onUnknown = OnUnknown.RETRY;

    @Option(
            names = "--budget",
            paramLabel = "USD",
            description =
                    "What the run may cost, judges included. Once that is spent it is held;"
                            + " `promptcards resume RUN --budget USD` lets it go on.")
    private @Nullable BigDecimal budget;

    /// @param firstTests how many, if not all
    RunSettings settings(RunOptions configured, Optional<Long> firstTests) {
        RunSettings settings =
                RunSettings.of(
                                configured,
                                Optional.ofNullable(repeat),
                                Optional.ofNullable(concurrency),
                                noCache,
                                firstTests,
                                onUnknown.name().toLowerCase(Locale.ROOT))
                        .withBudget(Optional.ofNullable(budget));
        return delay == null ? settings : settings.withDelay(delay);
    }
}
