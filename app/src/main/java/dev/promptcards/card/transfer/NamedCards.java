package dev.promptcards.card.transfer;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.card.CardContent;
import dev.promptcards.card.CardDraft;
import dev.promptcards.card.CardEntries;
import dev.promptcards.card.CardFields;
import dev.promptcards.card.CardId;
import dev.promptcards.card.VersionRepository;
import dev.promptcards.card.VersionRepository.NewVersion;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Cards of which only the name is known: others speak of them, what they say was not recorded.
@Singleton
public class NamedCards {

    /// A version that stands for one nobody recorded says so, for whoever renders it.
    private static final String PLACEHOLDER =
            "Version %d of this prompt ran elsewhere. Its executions were imported; what it says"
                    + " was not recorded.";

    private static final String MESSAGE = "Imported with its executions.";

    private final TransferRepository transfers;
    private final VersionRepository versions;

    NamedCards(TransferRepository transfers, VersionRepository versions) {
        this.transfers = transfers;
        this.versions = versions;
    }

    /// A card somebody speaks of, and how many versions of it.
    public record Named(String slug, String name, int versions) {}

    /// How many versions the cards of these slugs have; what is not there is not in the answer.
    /// Nothing is locked: cards and their versions are only ever added.
    public Map<String, Integer> versions(
            Handle handle, WorkspaceId workspace, Collection<String> slugs) {
        return handle.createQuery(
                        """
                        SELECT slug, latest_version FROM prompt_cards
                         WHERE workspace_id = :workspaceId AND slug = ANY (:slugs)
                        """)
                .bind("workspaceId", workspace.value())
                .bindArray("slugs", String.class, List.copyOf(slugs))
                .reduceRows(
                        new HashMap<String, Integer>(),
                        (versions, row) -> {
                            versions.put(
                                    row.getColumn("slug", String.class),
                                    row.getColumn("latest_version", Integer.class));
                            return versions;
                        });
    }

    /// Creates cards with as many versions as are spoken of, tagged `imported`.
    ///
    /// @return what to record of it
    public List<AuditEntry> create(Handle handle, WorkspaceId workspace, List<Named> cards) {
        var ids = cards.stream().map(_ -> new CardId(NewId.next())).toList();
        var fields = cards.stream().map(NamedCards::fields).toList();
        var slugs = cards.stream().map(Named::slug).toList();
        if (transfers.insert(handle, workspace, ids, slugs, fields) < cards.size()) {
            throw new Problem.Conflict(
                    "Somebody created one of these cards meanwhile. Nothing was taken: try again.");
        }
        var entries = new ArrayList<AuditEntry>();
        for (int i = 0; i < cards.size(); i++) {
            int count = cards.get(i).versions();
            store(handle, workspace, ids.get(i), count);
            entries.add(CardEntries.created(ids.get(i), slugs.get(i), fields.get(i), count));
        }
        transfers.pointAtNewest(
                handle, workspace, ids, cards.stream().map(Named::versions).toList());
        return entries;
    }

    private void store(Handle handle, WorkspaceId workspace, CardId card, int count) {
        var by = Actor.current().name();
        versions.insert(
                handle,
                workspace,
                IntStream.rangeClosed(1, count)
                        .mapToObj(
                                number -> {
                                    var content =
                                            CardContent.of(
                                                    PLACEHOLDER.formatted(number),
                                                    null,
                                                    null,
                                                    null);
                                    return new NewVersion(
                                            card,
                                            number,
                                            content,
                                            content.hash(),
                                            MESSAGE,
                                            by,
                                            Optional.empty());
                                })
                        .toList());
    }

    private static CardFields fields(Named card) {
        return CardFields.of(
                new CardDraft(
                        card.slug(),
                        card.name(),
                        null,
                        List.of("imported"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                card.slug());
    }
}
