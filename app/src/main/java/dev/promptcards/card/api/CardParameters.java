package dev.promptcards.card.api;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes what [CardQuery] reads, for the description of the interface.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = "q",
        in = QUERY,
        description =
                "Words, as a search engine takes them, in title, description, tags and the"
                        + " latest template; in the workspace's language, best first.",
        schema = @Schema(type = "string", maxLength = 1000))
@Parameter(
        name = "title~",
        in = QUERY,
        description = "A part of the title, in any case.",
        schema = @Schema(type = "string", maxLength = 500))
@Parameter(
        name = "tag",
        in = QUERY,
        description = "A tag; given several times, a card has all of them.",
        array = @ArraySchema(schema = @Schema(type = "string"), maxItems = 50))
@Parameter(
        name = "variables",
        in = QUERY,
        description = "A list in JSON that the latest variables contain: [{\"type\": \"string\"}].",
        schema = @Schema(type = "string"))
@Parameter(
        name = "metadata",
        in = QUERY,
        description = "An object in JSON that the metadata contain.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "label",
        in = QUERY,
        description = "A label the card has.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "folder",
        in = QUERY,
        description = "The card's `metadata.folder`, or a folder above it.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "created",
        in = QUERY,
        description = "FROM..TO, dates or times, TO not included; one may be left out.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "updated",
        in = QUERY,
        description = "FROM..TO, as created.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "archived",
        in = QUERY,
        description = "The archived ones, instead of those in use.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        name = "sort",
        in = QUERY,
        description =
                "`rank` (with q, and then the default), or `updated`, `created`, `title`; with"
                        + " `-` in front from last to first. Default: `-updated`.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "facets",
        in = QUERY,
        description = "Whether to count tags, categories and owners of what is found.",
        schema = @Schema(type = "boolean", defaultValue = "false"))
@Parameter(
        name = "cursor",
        in = QUERY,
        description = "`next` of a page of the same query.",
        schema = @Schema(type = "string"))
@Parameter(
        name = "limit",
        in = QUERY,
        description = "At most so many; with q at most 100.",
        schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "50"))
@interface CardParameters {}
