package dev.promptcards.card;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Reads versions of cards: by number, by label, or the latest.
@Singleton
public class CardVersions {

    private final WorkspaceTransactions transactions;
    private final CardRepository cards;
    private final VersionRepository versions;
    private final LabelRepository labels;

    CardVersions(
            WorkspaceTransactions transactions,
            CardRepository cards,
            VersionRepository versions,
            LabelRepository labels) {
        this.transactions = transactions;
        this.cards = cards;
        this.versions = versions;
        this.labels = labels;
    }

    /// Newest first.
    public Page<CardVersion> list(WorkspaceId workspace, String slug, PageRequest page) {
        var before = page.after().map(CardVersions::number).orElse(null);
        var rows =
                transactions.inWorkspace(
                        workspace, handle -> page(handle, workspace, slug, page, before));
        return Page.of(rows, page, version -> List.of(Integer.toString(version.number())));
    }

    /// The version a reference means now.
    public CardVersion get(WorkspaceId workspace, String slug, VersionRef ref) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var card = existing(handle, workspace, slug);
                    return number(handle, workspace, card, ref)
                            .flatMap(number -> versions.find(handle, workspace, card.id(), number))
                            .orElseThrow(() -> missing(card, ref));
                });
    }

    private List<CardVersion> page(
            Handle handle,
            WorkspaceId workspace,
            String slug,
            PageRequest page,
            @Nullable Integer before) {
        var card = existing(handle, workspace, slug);
        return versions.page(handle, workspace, card.id(), page, before);
    }

    private Optional<Integer> number(
            Handle handle, WorkspaceId workspace, PromptCard card, VersionRef ref) {
        return switch (ref) {
            case VersionRef.Number(var number) -> Optional.of(number);
            case VersionRef.Latest _ -> Optional.of(card.latestVersion());
            case VersionRef.Label(var label) ->
                    labels.find(handle, workspace, card.id(), label).map(Label::version);
        };
    }

    private PromptCard existing(Handle handle, WorkspaceId workspace, String slug) {
        return cards.find(handle, workspace, slug).orElseThrow(() -> Cards.missing(slug));
    }

    private static int number(Cursor cursor) {
        try {
            return Integer.parseInt(cursor.key().getFirst());
        } catch (NumberFormatException _) {
            throw Cursor.broken();
        }
    }

    private static Problem missing(PromptCard card, VersionRef ref) {
        var what =
                switch (ref) {
                    case VersionRef.Number(var number) -> "version " + number;
                    case VersionRef.Label(var label) -> "label `" + label + "`";
                    case VersionRef.Latest _ -> "version";
                };
        return new Problem.NotFound(
                "The card `%s` has no %s; its versions are 1 to %d."
                        .formatted(card.slug(), what, card.latestVersion()));
    }
}
