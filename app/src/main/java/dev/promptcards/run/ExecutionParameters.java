package dev.promptcards.run;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes what [ExecutionFilter] reads, for the description of the interface.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = "output~",
        in = QUERY,
        description = "A part of the output, in any case.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "error~",
        in = QUERY,
        description = "A part of the error, in any case.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "model",
        in = QUERY,
        description = "The model's name.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "provider",
        in = QUERY,
        description = "The kind of provider, such as openai.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "outcome",
        in = QUERY,
        description = "passed, failed, error or unknown.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "cost",
        in = QUERY,
        description = "FROM..TO in dollars; one may be left out.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "time",
        in = QUERY,
        description = "FROM..TO in milliseconds.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "created",
        in = QUERY,
        description = "FROM..TO, dates or times of the run's start.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "cursor",
        in = QUERY,
        description = "`next` of a page of the same query.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "limit",
        in = QUERY,
        description = "At most so many.",
        schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
@interface ExecutionParameters {}
