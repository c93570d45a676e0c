package dev.promptcards.card.api;

import dev.promptcards.card.CardDraft;
import dev.promptcards.card.CardPatch;
import dev.promptcards.card.Cards;
import dev.promptcards.card.Labels;
import dev.promptcards.card.PromptCard;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cards: create, write, read, change, archive.
@Controller("/api/v1/workspaces/{workspace}/cards")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class CardController {

    private final Cards cards;
    private final Labels labels;

    CardController(Cards cards, Labels labels) {
        this.cards = cards;
        this.labels = labels;
    }

    /// Creates a card with its first version.
    @Post
    @Status(HttpStatus.CREATED)
    @Needs(Permission.CARD_WRITE)
    HttpResponse<CardView> create(
            HttpRequest<?> request, WorkspaceId workspace, @Body CardDraft draft) {
        var card = cards.create(workspace, draft).card();
        return HttpResponse.created(
                        view(workspace, card), URI.create(request.getPath() + "/" + card.slug()))
                .header(HttpHeaders.ETAG, card.entityTag().toString());
    }

    /// Makes the card be as sent: creates it, or adds a version where its content differs.
    @Put("/{slug}")
    @Needs(Permission.CARD_WRITE)
    HttpResponse<SavedView> save(
            WorkspaceId workspace,
            String slug,
            @Body CardDraft draft,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        var saved = cards.save(workspace, slug, draft, Optional.ofNullable(ifMatch));
        var answer = SavedView.of(saved);
        return (saved.created() ? HttpResponse.created(answer) : HttpResponse.ok(answer))
                .header(HttpHeaders.ETAG, saved.card().entityTag().toString());
    }

    /// Changes what describes a card, archives it or brings it back.
    @Patch("/{slug}")
    @Needs(Permission.CARD_WRITE)
    HttpResponse<CardView> change(
            WorkspaceId workspace,
            String slug,
            @Body CardPatch patch,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return answer(
                workspace, cards.change(workspace, slug, patch, Optional.ofNullable(ifMatch)));
    }

    /// Archives a card. Its versions, labels and results stay.
    @Delete("/{slug}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.CARD_WRITE)
    HttpResponse<?> archive(
            WorkspaceId workspace,
            String slug,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        cards.change(
                workspace,
                slug,
                new CardPatch(null, null, null, null, true),
                Optional.ofNullable(ifMatch));
        return HttpResponse.noContent();
    }

    private HttpResponse<CardView> answer(WorkspaceId workspace, PromptCard card) {
        return HttpResponse.ok(view(workspace, card))
                .header(HttpHeaders.ETAG, card.entityTag().toString());
    }

    private CardView view(WorkspaceId workspace, PromptCard card) {
        var byCard = labels.ofCards(workspace, List.of(card));
        return CardView.of(card, byCard.getOrDefault(card.id(), Map.of()));
    }
}
