package dev.promptcards.analytics.api;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

/// The parameters [ReportParameters] reads, for the description of the interface. They are texts
/// here, whatever they stand for: what does not read, or is none of a report's, is refused there.
@Introspected
record ReportQuestionView(
        @Parameter(
                        description =
                                "`30d`, the last 30 days (UTC), this one among them; `all`; or"
                                        + " `FROM..TO`, dates or times of which the second is not"
                                        + " included.",
                        example = "2026-01-01..2026-02-01",
                        schema =
                                @Schema(
                                        implementation = String.class,
                                        pattern = "^(all|[1-9][0-9]{0,3}d|.+\\.\\..+)$",
                                        defaultValue = "30d"))
                @QueryValue
                @Nullable String window,
        @Parameter(
                        description = "A card, by its slug. `versions` needs it.",
                        example = "greeting",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String card,
        @Parameter(
                        description = "A version, by its number.",
                        example = "3",
                        schema = @Schema(implementation = Integer.class, minimum = "1"))
                @QueryValue
                @Nullable String version,
        @Parameter(
                        description = "Runs on a suite, by its slug.",
                        example = "greetings",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String suite,
        @Parameter(
                        description = "A model.",
                        example = "gpt-4.1-mini",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String model,
        @Parameter(
                        description = "A kind of provider.",
                        example = "openai",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String provider,
        @Parameter(
                        description = "Cards that have a tag.",
                        example = "support",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String tag,
        @Parameter(
                        description = "The versions a label points at now.",
                        example = "production",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String label,
        @Parameter(
                        description =
                                "`models` only: the model the others are compared with by case.",
                        example = "gpt-4.1-mini",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String baseline,
        @Parameter(
                        description =
                                "At most so many rows, where the report has a limit; the list of"
                                        + " reports says how many there may be.",
                        example = "20",
                        schema = @Schema(implementation = Integer.class, minimum = "1"))
                @QueryValue
                @Nullable String limit,
        @Parameter(
                        description = "Where nothing is said, the `Accept` header decides.",
                        example = "csv",
                        schema =
                                @Schema(
                                        implementation = String.class,
                                        allowableValues = {"json", "csv"}))
                @QueryValue
                @Nullable String format) {}
