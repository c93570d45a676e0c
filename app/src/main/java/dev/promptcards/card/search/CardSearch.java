package dev.promptcards.card.search;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.http.Searching;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;

/// Finds cards.
@Singleton
public class CardSearch {

    /// As many are counted for facets: more would take longer than anybody waits for.
    private static final int COUNTED = 1_000;

    /// Of the cards that have the words in their template alone so many are ranked (`bodies` in the
    /// function `find_cards`): where fewer are found, all are.
    private static final int RANKED = 500;

    private final Searching searching;
    private final CardSearchRepository repository;

    CardSearch(Searching searching, CardSearchRepository repository) {
        this.searching = searching;
        this.repository = repository;
    }

    /// A page of the cards a filter finds. Pages follow each other while cards are added: none of
    /// the old ones is left out or comes twice. By rank, the newest 1,000 with the words in title,
    /// description or tags are ranked, and the newest 500 of the others; there are no more pages
    /// behind them.
    public Page<FoundCard> page(
            WorkspaceId workspace, CardFilter filter, CardSort sort, PageRequest request) {
        return searching.in(
                workspace,
                handle -> {
                    var place = place(handle, workspace, sort, request);
                    var ids =
                            repository.ids(
                                    handle, workspace, filter, sort, place, request.rowsToRead());
                    var rows = repository.cards(handle, workspace, ids, filter.words());
                    return Page.of(rows, request, last -> place.key(last, sort))
                            .map(CardSearchRepository.Row::found);
                });
    }

    /// What the cards have that a filter finds.
    public Facets facets(WorkspaceId workspace, CardFilter filter, CardSort sort) {
        return searching.in(
                workspace,
                handle -> {
                    var ids = repository.ids(handle, workspace, filter, sort, Place.START, COUNTED);
                    var counts = repository.counts(handle, workspace, ids);
                    return new Facets(
                            ids.size(),
                            ids.size() < (sort.by() == CardSort.By.RANK ? RANKED : COUNTED),
                            of(counts, "tags"),
                            of(counts, "categories"),
                            of(counts, "owners"));
                });
    }

    private Place place(Handle handle, WorkspaceId workspace, CardSort sort, PageRequest request) {
        if (request.after().isPresent()) {
            return Place.of(request.after().get(), sort);
        }
        return sort.by() == CardSort.By.RANK
                ? repository.newest(handle, workspace).map(Place::startOf).orElse(Place.START)
                : Place.START;
    }

    private static List<Facets.Value> of(List<CardSearchRepository.Count> counts, String facet) {
        return counts.stream()
                .filter(it -> it.facet().equals(facet))
                .map(it -> new Facets.Value(it.value(), it.cards()))
                .toList();
    }
}
