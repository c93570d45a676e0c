package dev.promptcards.card;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.card.VersionRepository.NewVersion;
import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Creates, reads, changes and archives cards, and gives them new versions.
@Singleton
public class Cards {

    private final WorkspaceTransactions transactions;
    private final CardRepository cards;
    private final VersionRepository versions;
    private final Audit audit;
    private final StoredBytes stored;
    private final MovedLabels movedLabels;

    Cards(
            WorkspaceTransactions transactions,
            CardRepository cards,
            VersionRepository versions,
            Audit audit,
            StoredBytes stored,
            MovedLabels movedLabels) {
        this.transactions = transactions;
        this.cards = cards;
        this.versions = versions;
        this.audit = audit;
        this.stored = stored;
        this.movedLabels = movedLabels;
    }

    /// The outcome of writing a card: whether it was `created`, and whether its content `changed`,
    /// so that there is a new version (true of a created one, too).
    public record Saved(PromptCard card, boolean created, boolean changed) {}

    public PromptCard get(WorkspaceId workspace, String slug) {
        return transactions.inWorkspace(workspace, handle -> existing(handle, workspace, slug));
    }

    /// Creates a card with its first version. Its slug is the one given, which must be free, or is
    /// made from the title.
    public Saved create(WorkspaceId workspace, CardDraft draft) {
        var content = draft.content();
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    stored.requireRoom(handle, workspace);
                    return created(handle, workspace, draft, content);
                });
    }

    /// Makes the card of that slug be as the draft says: creates it, or gives it a new version
    /// where its content differs from the latest, and brings it back where it was archived.
    public Saved save(
            WorkspaceId workspace, String slug, CardDraft draft, Optional<String> ifMatch) {
        if (draft.slug() != null && !draft.slug().equals(slug)) {
            throw new Problem.Invalid("slug: the address names another one; leave it out");
        }
        var content = draft.content();
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    stored.requireRoom(handle, workspace);
                    var known = cards.lock(handle, workspace, slug);
                    if (known.isEmpty() && ifMatch.isPresent()) {
                        throw new Problem.Stale("If-Match is sent, but there is no such card.");
                    }
                    if (known.isEmpty() && insert(handle, workspace, slug, draft, content)) {
                        return new Saved(existing(handle, workspace, slug), true, true);
                    }
                    // Somebody may have created it since we looked: then it is there now.
                    var card = known.orElseGet(() -> locked(handle, workspace, slug));
                    card.entityTag().requireMatch(ifMatch);
                    var entries =
                            new ArrayList<>(
                                    describe(handle, workspace, card, draft.description(false)));
                    var version =
                            addVersion(handle, workspace, card, content, text(draft.message()));
                    version.ifPresent(entries::add);
                    audit.record(handle, workspace, entries);
                    return new Saved(existing(handle, workspace, slug), false, version.isPresent());
                });
    }

    /// Changes what describes a card. Its content changes by a new version only.
    public PromptCard change(
            WorkspaceId workspace, String slug, CardPatch patch, Optional<String> ifMatch) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    var card = locked(handle, workspace, slug);
                    card.entityTag().requireMatch(ifMatch);
                    audit.record(handle, workspace, describe(handle, workspace, card, patch));
                    return existing(handle, workspace, slug);
                });
    }

    /// Gives a card a new version; where the content equals the latest, nothing changes.
    public Saved addVersion(
            WorkspaceId workspace, String slug, VersionDraft draft, Optional<String> ifMatch) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    stored.requireRoom(handle, workspace);
                    var card = locked(handle, workspace, slug);
                    card.entityTag().requireMatch(ifMatch);
                    if (card.archivedAt().isPresent()) {
                        throw new Problem.Conflict(
                                "The card `"
                                        + slug
                                        + "` is archived. Bring it back first: PATCH it with"
                                        + " {\"archived\": false}.");
                    }
                    var content = draft.over(latest(handle, workspace, card).content());
                    var version =
                            addVersion(handle, workspace, card, content, text(draft.message()));
                    audit.record(handle, workspace, version.stream().toList());
                    return new Saved(existing(handle, workspace, slug), false, version.isPresent());
                });
    }

    private Saved created(
            Handle handle, WorkspaceId workspace, CardDraft draft, CardContent content) {
        if (draft.slug() != null) {
            var slug = Slug.require(draft.slug());
            if (!insert(handle, workspace, slug, draft, content)) {
                throw new Problem.Conflict(
                        "There is a card `"
                                + slug
                                + "` already. Send another slug, or PUT to that one's address.");
            }
            return new Saved(existing(handle, workspace, slug), true, true);
        }
        if (draft.title() == null) {
            throw new Problem.Invalid("title: missing; a new card needs a title or a slug");
        }
        var first = Slug.of(draft.title());
        for (int n = 1; ; n++) {
            var slug = Slug.freeChoice(first, n);
            if (insert(handle, workspace, slug, draft, content)) {
                return new Saved(existing(handle, workspace, slug), true, true);
            }
        }
    }

    /// False where the slug is taken.
    private boolean insert(
            Handle handle,
            WorkspaceId workspace,
            String slug,
            CardDraft draft,
            CardContent content) {
        var id = new CardId(NewId.next());
        var fields = CardFields.of(draft, Slug.require(slug));
        if (!cards.insert(handle, workspace, id, slug, fields)) {
            return false;
        }
        store(handle, workspace, id, 1, content, text(draft.message()));
        audit.record(handle, workspace, CardEntries.created(id, slug, fields, 1));
        return true;
    }

    private List<AuditEntry> describe(
            Handle handle, WorkspaceId workspace, PromptCard card, CardPatch patch) {
        var before = CardFields.of(card);
        var after = before.with(patch);
        boolean wasArchived = card.archivedAt().isPresent();
        boolean archived = patch.archived() == null ? wasArchived : patch.archived();
        if (!after.equals(before) || archived != wasArchived) {
            cards.describe(handle, workspace, card.id(), after, archived);
        }
        return CardEntries.described(card, after, archived);
    }

    private Optional<AuditEntry> addVersion(
            Handle handle,
            WorkspaceId workspace,
            PromptCard card,
            CardContent content,
            String message) {
        var latest = versions.contentHash(handle, workspace, card.id(), card.latestVersion());
        if (latest.filter(hash -> Arrays.equals(hash, content.hash())).isPresent()) {
            return Optional.empty();
        }
        int number = card.latestVersion() + 1;
        store(handle, workspace, card.id(), number, content, message);
        movedLabels.record(handle, workspace, List.of(card.id()), VersionRef.LATEST);
        return Optional.of(
                CardEntries.version(
                        card.id(), card.slug(), card.latestVersion(), number, content.hash()));
    }

    private void store(
            Handle handle,
            WorkspaceId workspace,
            CardId card,
            int number,
            CardContent content,
            String message) {
        var version =
                new NewVersion(
                        card,
                        number,
                        content,
                        content.hash(),
                        Descriptions.message(message),
                        Actor.current().name(),
                        Optional.empty());
        versions.insert(handle, workspace, List.of(version));
        cards.pointAtLatest(handle, workspace, card, number, CardJson.tree(content.variables()));
    }

    private CardVersion latest(Handle handle, WorkspaceId workspace, PromptCard card) {
        return versions.find(handle, workspace, card.id(), card.latestVersion()).orElseThrow();
    }

    private PromptCard locked(Handle handle, WorkspaceId workspace, String slug) {
        return cards.lock(handle, workspace, slug).orElseThrow(() -> missing(slug));
    }

    private PromptCard existing(Handle handle, WorkspaceId workspace, String slug) {
        return cards.find(handle, workspace, slug).orElseThrow(() -> missing(slug));
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }

    /// There is no such card.
    public static Problem missing(String slug) {
        return new Problem.NotFound("There is no card `" + slug + "` in this workspace.");
    }
}
