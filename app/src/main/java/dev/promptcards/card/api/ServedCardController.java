package dev.promptcards.card.api;

import dev.promptcards.card.Cards;
import dev.promptcards.card.Labels;
import dev.promptcards.card.serving.ServedCards;
import dev.promptcards.card.serving.ServedVersion;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One card, or the version a label of it points at. Where the latter is remembered
/// [ServedCardFilter] has answered before this is looked for.
@Controller("/api/v1/workspaces/{workspace}/cards/{slug}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class ServedCardController {

    private final Cards cards;
    private final Labels labels;
    private final ServedCards served;

    ServedCardController(Cards cards, Labels labels, ServedCards served) {
        this.cards = cards;
        this.labels = labels;
        this.served = served;
    }

    /// Reads a card; or, where a label is named, the version it points at, which is 410 once the
    /// label was removed.
    @Get
    @Needs(Permission.CARD_READ)
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            oneOf = {
                                                CardView.class,
                                                ServedVersion.Labelled.class
                                            })))
    HttpResponse<?> get(
            WorkspaceId workspace,
            String slug,
            @QueryValue @Nullable String label,
            @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        var known = Optional.ofNullable(ifNoneMatch);
        return label == null
                ? card(workspace, slug, known)
                : answer(served.get(workspace, slug, label), known);
    }

    /// A version as it is answered, to who may already have it.
    static MutableHttpResponse<?> answer(ServedVersion version, Optional<String> ifNoneMatch) {
        return (version.entityTag().isKnown(ifNoneMatch)
                        ? HttpResponse.notModified()
                        : HttpResponse.ok(version.json())
                                .contentType(MediaType.APPLICATION_JSON_TYPE))
                .header(HttpHeaders.ETAG, version.entityTag().toString());
    }

    private HttpResponse<?> card(WorkspaceId workspace, String slug, Optional<String> ifNoneMatch) {
        var card = cards.get(workspace, slug);
        var tag = card.entityTag();
        var response =
                tag.isKnown(ifNoneMatch)
                        ? HttpResponse.notModified()
                        : HttpResponse.ok(
                                CardView.of(
                                        card,
                                        labels.ofCards(workspace, List.of(card))
                                                .getOrDefault(card.id(), Map.of())));
        return response.header(HttpHeaders.ETAG, tag.toString());
    }
}
