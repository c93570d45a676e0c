package dev.promptcards.card.api;

import dev.promptcards.card.Labels;
import dev.promptcards.card.search.CardSearch;
import dev.promptcards.card.search.FoundCard;
import dev.promptcards.http.QueryParameters;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import java.util.Map;

/// Finds cards.
@Controller("/api/v1/workspaces/{workspace}/cards")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class CardSearchController {

    private final CardSearch search;
    private final Labels labels;

    CardSearchController(CardSearch search, Labels labels) {
        this.search = search;
        this.labels = labels;
    }

    /// Finds cards: all in use, last changed first, where nothing is asked for. Every filter
    /// narrows; an unknown one is refused. Besides those named, `metadata.KEY=VALUE` is one for
    /// every key. docs/finding.md tells more.
    @Get
    @Needs(Permission.CARD_READ)
    CardPage find(
            WorkspaceId workspace, @RequestBean CardParameters described, HttpRequest<?> request) {
        var query = CardQuery.of(QueryParameters.of(request));
        var page = search.page(workspace, query.filter(), query.sort(), query.page());
        var byCard = labels.ofCards(workspace, page.items().stream().map(FoundCard::card).toList());
        return new CardPage(
                page.items().stream()
                        .map(
                                it ->
                                        FoundCardView.of(
                                                it, byCard.getOrDefault(it.card().id(), Map.of())))
                        .toList(),
                page.next(),
                query.facets() ? search.facets(workspace, query.filter(), query.sort()) : null);
    }
}
