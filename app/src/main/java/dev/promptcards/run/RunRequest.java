package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Introspected;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// What `POST …/runs` takes. The columns of the run are its providers × its prompts, in that order.
///
/// @param secrets keys by name (`OPENAI_API_KEY` …), used for this run alone, encrypted at rest and
///     deleted with its end
/// @param env values for `{{ env.NAME }}` in templates; kept like secrets
/// @param firstCases only the first so many cases
/// @param onUnknown `retry` or `hold`
/// @param budgetUsd what the run may cost, judges included; once that is spent the run is held
@Introspected
public record RunRequest(
        List<PromptChoice> prompts,
        List<ProviderChoice> providers,
        SuiteChoice suite,
        @Nullable Integer repeat,
        @Nullable Integer concurrency,
        @Nullable Boolean cache,
        @Nullable String onUnknown,
        @Nullable Integer firstCases,
        @Nullable Long timeoutMs,
        @Nullable ObjectNode source,
        @Nullable Map<String, String> secrets,
        @Nullable Map<String, String> env,
        @Nullable BigDecimal budgetUsd) {

    static final int DEFAULT_CONCURRENCY = 4;
    static final int MAXIMUM_CONCURRENCY = 4096;
    static final long DEFAULT_TIMEOUT_MS = 300_000;
    private static final BigDecimal LARGEST_BUDGET = BigDecimal.valueOf(1_000_000_000);

    /// @param version a version's number; or `at` names a label; the latest version where neither
    /// @param label how the column is headed; the card's title where absent
    @Introspected
    public record PromptChoice(
            String card, @Nullable Integer version, @Nullable String at, @Nullable String label) {}

    /// @param connection the slug of the workspace's connection to go through; also taken from
    ///     `config`
    /// @param prompts labels of the prompts this provider is tried on; all where absent
    @Introspected
    public record ProviderChoice(
            String id,
            @Nullable String label,
            @Nullable ObjectNode config,
            @Nullable String connection,
            @Nullable List<String> prompts) {}

    /// @param revision the newest where absent
    @Introspected
    public record SuiteChoice(String slug, @Nullable Integer revision) {}

    /// Refuses what can be seen to be wrong without asking the database.
    void check() {
        if (prompts == null || prompts.isEmpty()) {
            throw new Problem.Invalid("prompts: name at least one card");
        }
        if (providers == null || providers.isEmpty()) {
            throw new Problem.Invalid(
                    "providers: name at least one, such as openai:chat:gpt-4o-mini");
        }
        if (suite == null || suite.slug() == null) {
            throw new Problem.Invalid("suite: name the suite to run, as {\"slug\": …}");
        }
        within("repeat", repeat, 1, 1000);
        within("concurrency", concurrency, 1, MAXIMUM_CONCURRENCY);
        within("firstCases", firstCases, 1, Integer.MAX_VALUE);
        if (timeoutMs != null && (timeoutMs < 1 || timeoutMs > 3_600_000)) {
            throw new Problem.Invalid("timeoutMs: must be 1 to 3,600,000, and was " + timeoutMs);
        }
        budget(budgetUsd);
        policy();
    }

    /// Refuses what is no budget; null is none.
    static void budget(@Nullable BigDecimal usd) {
        if (usd != null && (usd.signum() <= 0 || usd.compareTo(LARGEST_BUDGET) > 0)) {
            throw new Problem.Invalid("budgetUsd: must be an amount above 0, in USD");
        }
    }

    int repeats() {
        return repeat == null ? 1 : repeat;
    }

    /// How many of a suite's cases run.
    int cases(int all) {
        return firstCases == null ? all : Math.min(all, firstCases);
    }

    OnUnknown policy() {
        return switch (onUnknown) {
            case null -> OnUnknown.RETRY;
            case "retry" -> OnUnknown.RETRY;
            case "hold" -> OnUnknown.HOLD;
            default -> throw new Problem.Invalid("onUnknown: must be 'retry' or 'hold'");
        };
    }

    private static void within(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new Problem.Invalid(
                    "%s: must be %,d to %,d, and was %d".formatted(field, least, most, value));
        }
    }
}
