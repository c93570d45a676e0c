package dev.promptcards.run;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

/// The parameters [RunFilter] reads, for the description of the interface. They are texts here,
/// whatever they stand for: what does not read is refused there, by name.
@Introspected
record RunParameters(
        @Parameter(
                        description = "Where the run is.",
                        example = "completed",
                        schema =
                                @Schema(
                                        implementation = String.class,
                                        allowableValues = {
                                            "running",
                                            "held",
                                            "completed",
                                            "cancelled",
                                            "failed"
                                        }))
                @QueryValue
                @Nullable String state,
        @Parameter(
                        description = "The slug of a suite.",
                        example = "greetings",
                        schema = @Schema(implementation = String.class, maxLength = 200))
                @QueryValue
                @Nullable String suite,
        @Parameter(
                        description =
                                "Who started it, as its `createdBy` says: `user:ID`, `key:ID`,"
                                        + " `local`.",
                        example = "local",
                        schema = @Schema(implementation = String.class, maxLength = 200))
                @QueryValue
                @Nullable String createdBy,
        @Parameter(
                        description =
                                "FROM..TO, dates or times, TO not included; one may be left out.",
                        example = "2026-01-01..2026-02-01",
                        schema =
                                @Schema(
                                        implementation = String.class,
                                        maxLength = 100,
                                        pattern = "^.*\\.\\..*$"))
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
                @Nullable String limit) {}
