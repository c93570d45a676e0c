package dev.promptcards.card.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.promptcards.cache.Bulkheads;
import dev.promptcards.cache.Family;
import dev.promptcards.card.CardId;
import dev.promptcards.card.Cards;
import dev.promptcards.card.LabelName;
import dev.promptcards.card.Slug;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Serves the version a label points at. A card that is archived is served as before: archiving
/// takes it out of lists, not out of whatever relies on it; removing the label does.
@Singleton
public class ServedCards {

    private static final int REMEMBERED = 100_000;

    private final WorkspaceTransactions transactions;
    private final ServedRepository repository;
    private final Pointers pointers;
    private final ServedVersions versions;
    private final Bulkheads bulkheads;

    /// A slug stays its card's, so what was found once stays right.
    private final Cache<Place, CardId> cards =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    ServedCards(
            WorkspaceTransactions transactions,
            ServedRepository repository,
            Pointers pointers,
            ServedVersions versions,
            Bulkheads bulkheads) {
        this.transactions = transactions;
        this.repository = repository;
        this.pointers = pointers;
        this.versions = versions;
        this.bulkheads = bulkheads;
    }

    private record Place(WorkspaceId workspace, String slug) {}

    /// The version a label points at, if all of it is remembered; waits for nothing. Empty besides
    /// where there is none: [#get] says why.
    public Optional<ServedVersion> remembered(WorkspaceId workspace, String slug, String label) {
        var card = cards.getIfPresent(new Place(workspace, slug));
        if (card == null) {
            return Optional.empty();
        }
        var pointer = pointers.remembered(workspace, card, label).orElse(null);
        return pointer == null || pointer.version() == null
                ? Optional.empty()
                : versions.remembered(workspace, card, pointer.version(), label);
    }

    /// The version a label points at, wherever it has to be looked up.
    ///
    /// @throws Problem.NotFound where the card has no such label and never had
    /// @throws Problem.Gone where the label was removed
    public ServedVersion get(WorkspaceId workspace, String slug, String label) {
        LabelName.require(label);
        var card = card(workspace, slug);
        var pointer = pointers.get(workspace, card, label);
        if (pointer.version() != null) {
            return versions.get(workspace, card, slug, pointer.version(), label);
        }
        throw pointer.wasThere()
                ? new Problem.Gone(
                        "The label `%s` of the card `%s` was removed. Ask who manages the card which one takes its place."
                                .formatted(label, slug))
                : new Problem.NotFound(
                        "The card `%s` has no label `%s`, and never had.".formatted(slug, label));
    }

    private CardId card(WorkspaceId workspace, String slug) {
        var place = new Place(workspace, slug);
        var known = cards.getIfPresent(place);
        if (known != null) {
            return known;
        }
        var found =
                Optional.of(slug)
                        .filter(Slug::isPossible)
                        .flatMap(_ -> read(workspace, slug))
                        .orElseThrow(() -> Cards.missing(slug));
        cards.put(place, found);
        return found;
    }

    private Optional<CardId> read(WorkspaceId workspace, String slug) {
        return bulkheads.within(
                Family.LABEL,
                workspace,
                () ->
                        transactions.inWorkspace(
                                workspace, handle -> repository.card(handle, workspace, slug)));
    }
}
