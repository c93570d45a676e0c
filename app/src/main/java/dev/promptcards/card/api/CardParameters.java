package dev.promptcards.card.api;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The parameters [CardQuery] reads, for the description of the interface. They are texts here,
/// whatever they stand for: what does not read is refused there, by name.
@Introspected
record CardParameters(
        @Parameter(
                        description =
                                "Words, as a search engine takes them, in title, description, tags"
                                        + " and the latest template; in the workspace's language,"
                                        + " best first.",
                        example = "refund -invoice",
                        schema = @Schema(implementation = String.class, maxLength = 1000))
                @QueryValue
                @Nullable String q,
        @Parameter(
                        description = "A part of the title, in any case.",
                        example = "greet",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue("title~")
                @Nullable String title,
        @Parameter(
                        description = "A tag; given several times, a card has all of them.",
                        example = "support",
                        explode = Explode.TRUE)
                @ArraySchema(
                        schema = @Schema(implementation = String.class, maxLength = 500),
                        maxItems = 50)
                @QueryValue
                @Nullable List<String> tag,
        @Parameter(
                        description = "A list in JSON that the latest variables contain.",
                        example = "[{\"type\": \"string\"}]",
                        schema = @Schema(implementation = String.class, maxLength = 10_000))
                @QueryValue
                @Nullable String variables,
        @Parameter(
                        description =
                                "An object in JSON that the metadata contain: {\"team\": \"a\"}.",
                        schema = @Schema(implementation = String.class, maxLength = 10_000))
                @QueryValue
                @Nullable String metadata,
        @Parameter(
                        description = "A label the card has; not `latest`, which all have.",
                        example = "production",
                        schema = @Schema(implementation = String.class))
                @QueryValue
                @Nullable String label,
        @Parameter(
                        description = "The card's `metadata.folder`, or a folder above it.",
                        example = "support/letters",
                        schema = @Schema(implementation = String.class, maxLength = 500))
                @QueryValue
                @Nullable String folder,
        @Parameter(
                        description =
                                "FROM..TO, dates or times, TO not included; one may be left out.",
                        example = "2026-01-01..2026-02-01",
                        schema = @Schema(implementation = String.class, pattern = RANGE))
                @QueryValue
                @Nullable String created,
        @Parameter(
                        description =
                                "FROM..TO, as `created`: when the card, a version or what describes"
                                        + " it was last changed.",
                        example = "2026-01-31T12:00:00Z..",
                        schema = @Schema(implementation = String.class, pattern = RANGE))
                @QueryValue
                @Nullable String updated,
        @Parameter(
                        description = "The archived ones, instead of those in use.",
                        schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
                @QueryValue
                @Nullable String archived,
        @Parameter(
                        description =
                                "`rank` (with `q`, and then the default), or one of the others;"
                                    + " with `-` in front from last to first. Default: `-updated`.",
                        example = "title",
                        schema =
                                @Schema(
                                        implementation = String.class,
                                        allowableValues = {
                                            "rank",
                                            "updated",
                                            "-updated",
                                            "created",
                                            "-created",
                                            "title",
                                            "-title"
                                        }))
                @QueryValue
                @Nullable String sort,
        @Parameter(
                        description =
                                "Whether to count tags, categories and owners of what is found.",
                        schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
                @QueryValue
                @Nullable String facets,
        @Parameter(
                        description = "`next` of a page of the same query.",
                        schema = @Schema(implementation = String.class))
                @QueryValue
                @Nullable String cursor,
        @Parameter(
                        description = "At most so many; with `q` at most 100.",
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
