package dev.promptcards.run;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

/// The parameters [ExecutionFilter] reads, for the description of the interface. They are texts
/// here, whatever they stand for: what does not read is refused there, by name.
@Introspected
record ExecutionParameters(
        @Parameter(
                        description = "A part of the output, in any case.",
                        example = "sorry",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue("output~")
                @Nullable String output,
        @Parameter(
                        description = "A part of the error, in any case.",
                        example = "timed out",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue("error~")
                @Nullable String error,
        @Parameter(
                        description = "The model's name.",
                        example = "gpt-4.1-mini",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String model,
        @Parameter(
                        description = "The kind of provider.",
                        example = "openai",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String provider,
        @Parameter(
                        description = "What came of it.",
                        example = "failed",
                        schema =
                                @Schema(
                                        implementation = String.class,
                                        allowableValues = {"passed", "failed", "error", "unknown"}))
                @QueryValue
                @Nullable String outcome,
        @Parameter(
                        description =
                                "FROM..TO in dollars, TO not included; one may be left out. What"
                                        + " has no known price is in no range.",
                        example = "0.01..0.5",
                        schema = @Schema(implementation = String.class, pattern = RANGE))
                @QueryValue
                @Nullable String cost,
        @Parameter(
                        description = "FROM..TO in milliseconds, as `cost`.",
                        example = "2000..",
                        schema = @Schema(implementation = String.class, pattern = RANGE))
                @QueryValue
                @Nullable String time,
        @Parameter(
                        description = "FROM..TO, dates or times of the run's start, as `cost`.",
                        example = "2026-01-01..2026-02-01",
                        schema = @Schema(implementation = String.class, pattern = RANGE))
                @QueryValue
                @Nullable String created,
        @Parameter(
                        description = "`next` of a page of the same query.",
                        schema = @Schema(implementation = String.class))
                @QueryValue
                @Nullable String cursor,
        @Parameter(
                        description = "At most so many.",
                        example = "20",
                        schema =
                                @Schema(
                                        implementation = Integer.class,
                                        minimum = "1",
                                        maximum = "1000",
                                        defaultValue = "50"))
                @QueryValue
                @Nullable String limit) {

    private static final String RANGE = "^.*\\.\\..*$";
}
