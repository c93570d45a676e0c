package dev.promptcards.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import dev.promptcards.tenancy.WorkspaceId;

import java.util.concurrent.Semaphore;

/// So many places, taken in the order they were asked for; a workspace may take half of them, or
/// the one there is.
final class Places {

    private final Semaphore all;

    /// Forgotten when nobody is in one or waits for one.
    private final LoadingCache<WorkspaceId, Semaphore> ofWorkspaces;

    Places(int number) {
        all = new Semaphore(number, true);
        int share = Math.max(1, number / 2);
        ofWorkspaces = Caffeine.newBuilder().weakValues().build(_ -> new Semaphore(share, true));
    }

    Semaphore all() {
        return all;
    }

    /// Those of `all` that a workspace may take.
    Semaphore of(WorkspaceId workspace) {
        return ofWorkspaces.get(workspace);
    }
}
