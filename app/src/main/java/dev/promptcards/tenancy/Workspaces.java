package dev.promptcards.tenancy;

import jakarta.inject.Singleton;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Knows workspaces by the name they have in an address.
@Singleton
public class Workspaces {

    private static final int REMEMBERED = 10_000;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final WorkspaceTransactions transactions;

    /// The id behind a slug never changes, so what was found once stays right.
    private final Map<String, WorkspaceId> known = new ConcurrentHashMap<>();

    Workspaces(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// The workspace of that slug, if it is remembered; asks nobody.
    public Optional<WorkspaceId> remembered(String slug) {
        return Optional.ofNullable(known.get(slug));
    }

    /// The workspace of that slug; empty where there is none. Asks the database the first time.
    public Optional<WorkspaceId> idOf(String slug) {
        var remembered = known.get(slug);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        if (!SLUG.matcher(slug).matches()) {
            return Optional.empty();
        }
        var found = lookUp(slug);
        found.ifPresent(
                id -> {
                    if (known.size() >= REMEMBERED) {
                        known.clear();
                    }
                    known.put(slug, id);
                });
        return found;
    }

    private Optional<WorkspaceId> lookUp(String slug) {
        return transactions.outsideWorkspaces(
                handle ->
                        handle.createQuery("SELECT workspace_id_by_slug(:slug)")
                                .bind("slug", slug)
                                .mapTo(UUID.class)
                                .findOne()
                                .map(WorkspaceId::new));
    }
}
