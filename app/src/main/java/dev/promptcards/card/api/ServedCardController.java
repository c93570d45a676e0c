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
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.inject.Named;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/// One card, or the version a label of it points at. The latter is what production systems ask for
/// all day: where all of it is remembered it is answered on the event loop, and nothing waits.
@Controller("/api/v1/workspaces/{workspace}/cards/{slug}")
@Tag(name = "Cards")
final class ServedCardController {

    private final Cards cards;
    private final Labels labels;
    private final ServedCards served;
    private final ExecutorService blocking;

    ServedCardController(
            Cards cards,
            Labels labels,
            ServedCards served,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.cards = cards;
        this.labels = labels;
        this.served = served;
        this.blocking = blocking;
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
    CompletionStage<MutableHttpResponse<?>> get(
            WorkspaceId workspace,
            String slug,
            @QueryValue @Nullable String label,
            @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        if (label == null) {
            return later(() -> card(workspace, slug, ifNoneMatch));
        }
        return served.remembered(workspace, slug, label)
                .map(it -> now(version(it, ifNoneMatch)))
                .orElseGet(
                        () ->
                                later(
                                        () ->
                                                version(
                                                        served.get(workspace, slug, label),
                                                        ifNoneMatch)));
    }

    private static MutableHttpResponse<?> version(
            ServedVersion version, @Nullable String ifNoneMatch) {
        return version.entityTag().isKnown(Optional.ofNullable(ifNoneMatch))
                ? HttpResponse.notModified().header(HttpHeaders.ETAG, version.entityTag().toString())
                : HttpResponse.ok(version.json())
                        .contentType(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.ETAG, version.entityTag().toString());
    }

    private MutableHttpResponse<?> card(
            WorkspaceId workspace, String slug, @Nullable String ifNoneMatch) {
        var card = cards.get(workspace, slug);
        var tag = card.entityTag();
        var response =
                tag.isKnown(Optional.ofNullable(ifNoneMatch))
                        ? HttpResponse.notModified()
                        : HttpResponse.ok(
                                CardView.of(
                                        card,
                                        labels.ofCards(workspace, List.of(card))
                                                .getOrDefault(card.id(), Map.of())));
        return response.header(HttpHeaders.ETAG, tag.toString());
    }

    private static CompletionStage<MutableHttpResponse<?>> now(MutableHttpResponse<?> response) {
        return CompletableFuture.completedFuture(response);
    }

    /// What waits for the database does it on a thread that may wait.
    private CompletionStage<MutableHttpResponse<?>> later(Supplier<MutableHttpResponse<?>> work) {
        var answer = new CompletableFuture<MutableHttpResponse<?>>();
        blocking.execute(
                () -> {
                    try {
                        answer.complete(work.get());
                    } catch (Throwable failure) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }
}
