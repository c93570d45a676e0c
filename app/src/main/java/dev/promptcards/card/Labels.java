package dev.promptcards.card;

import dev.promptcards.audit.Audit;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads and moves the labels of cards, and keeps the history of every move.
@Singleton
public class Labels {

    private final WorkspaceTransactions transactions;
    private final CardRepository cards;
    private final VersionRepository versions;
    private final LabelRepository labels;
    private final Audit audit;
    private final LabelGuard guard;
    private final MovedLabels movedLabels;

    Labels(
            WorkspaceTransactions transactions,
            CardRepository cards,
            VersionRepository versions,
            LabelRepository labels,
            Audit audit,
            LabelGuard guard,
            MovedLabels movedLabels) {
        this.transactions = transactions;
        this.cards = cards;
        this.versions = versions;
        this.labels = labels;
        this.audit = audit;
        this.guard = guard;
        this.movedLabels = movedLabels;
    }

    /// Where a label points. `latest` is answered for every card.
    public Label get(WorkspaceId workspace, String slug, String label) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var card =
                            cards.find(handle, workspace, slug)
                                    .orElseThrow(() -> Cards.missing(slug));
                    return label.equals(VersionRef.LATEST)
                            ? latest(handle, workspace, card)
                            : labels.find(handle, workspace, card.id(), LabelName.require(label))
                                    .orElseThrow(() -> missing(slug, label));
                });
    }

    /// Points a label at a version, from wherever it pointed before.
    public Label move(
            WorkspaceId workspace,
            String slug,
            String label,
            int version,
            Optional<String> ifMatch) {
        LabelName.requireMovable(label);
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var card = locked(handle, workspace, slug);
                    requireState(handle, workspace, card, label, ifMatch);
                    if (version < 1 || version > card.latestVersion()) {
                        throw new Problem.Invalid(
                                "version: `%s` has versions 1 to %d, and no %d"
                                        .formatted(slug, card.latestVersion(), version));
                    }
                    var before = version(handle, workspace, card, label);
                    guard.checkMove(handle, workspace, card, label, version);
                    labels.move(
                            handle, workspace, card.id(), label, version, Actor.current().name());
                    var moved = labels.find(handle, workspace, card.id(), label).orElseThrow();
                    var now = Optional.of(version);
                    if (!before.equals(now)) {
                        movedLabels.record(handle, workspace, List.of(card.id()), label);
                        audit.record(
                                handle, workspace, CardEntries.label(card, label, before, now));
                    }
                    return moved;
                });
    }

    /// Takes a label away; its history stays.
    public void remove(WorkspaceId workspace, String slug, String label, Optional<String> ifMatch) {
        LabelName.requireMovable(label);
        transactions.inWorkspace(
                workspace,
                handle -> {
                    var card = locked(handle, workspace, slug);
                    requireState(handle, workspace, card, label, ifMatch);
                    var before = version(handle, workspace, card, label);
                    guard.checkRemoval(handle, workspace, label);
                    if (!labels.remove(
                            handle, workspace, card.id(), label, Actor.current().name())) {
                        throw missing(slug, label);
                    }
                    movedLabels.record(handle, workspace, List.of(card.id()), label);
                    audit.record(
                            handle,
                            workspace,
                            CardEntries.label(card, label, before, Optional.empty()));
                    return card;
                });
    }

    /// The moves of a label, newest first.
    public Page<LabelMove> history(
            WorkspaceId workspace, String slug, String label, PageRequest page) {
        LabelName.requireMovable(label);
        var rows =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            var card =
                                    cards.find(handle, workspace, slug)
                                            .orElseThrow(() -> Cards.missing(slug));
                            return labels.moves(handle, workspace, card.id(), label, page);
                        });
        return Page.of(rows, page, LabelRepository.Place::key);
    }

    /// The version every label of these cards points at, in alphabetical order.
    public Map<CardId, Map<String, Integer>> ofCards(
            WorkspaceId workspace, List<PromptCard> wanted) {
        var ids = wanted.stream().map(PromptCard::id).toList();
        var found =
                transactions.inWorkspace(
                        workspace, handle -> labels.ofCards(handle, workspace, ids));
        return found.stream()
                .collect(
                        Collectors.groupingBy(
                                Label::cardId,
                                Collectors.toMap(
                                        Label::label,
                                        Label::version,
                                        (first, _) -> first,
                                        TreeMap::new)));
    }

    private Label latest(Handle handle, WorkspaceId workspace, PromptCard card) {
        var version =
                versions.find(handle, workspace, card.id(), card.latestVersion()).orElseThrow();
        return new Label(
                card.id(),
                VersionRef.LATEST,
                version.number(),
                version.createdBy(),
                version.createdAt());
    }

    private void requireState(
            Handle handle,
            WorkspaceId workspace,
            PromptCard card,
            String label,
            Optional<String> ifMatch) {
        if (ifMatch.isPresent()) {
            labels.find(handle, workspace, card.id(), label)
                    .orElseThrow(
                            () ->
                                    new Problem.Stale(
                                            "If-Match is sent, but there is no such label."))
                    .entityTag()
                    .requireMatch(ifMatch);
        }
    }

    private Optional<Integer> version(
            Handle handle, WorkspaceId workspace, PromptCard card, String label) {
        return labels.find(handle, workspace, card.id(), label).map(Label::version);
    }

    private PromptCard locked(Handle handle, WorkspaceId workspace, String slug) {
        return cards.lock(handle, workspace, slug).orElseThrow(() -> Cards.missing(slug));
    }

    private static Problem missing(String slug, String label) {
        return new Problem.NotFound(
                "The card `"
                        + slug
                        + "` has no label `"
                        + label
                        + "`. PUT {\"version\": n} to this address sets it.");
    }
}
