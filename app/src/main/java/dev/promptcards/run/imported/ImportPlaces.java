package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// How many files are taken at once. A file on its way holds disk, for as long as its sender likes;
/// so each workspace sends one, and those who send hold up nobody who has sent. One that is being
/// stored holds a connection.
@Singleton
final class ImportPlaces {

    static final int SENT_AT_ONCE = 8;
    static final int STORED_AT_ONCE = 2;

    /// Longer, and a proxy on the way is likely to have given up.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Set<WorkspaceId> sending = ConcurrentHashMap.newKeySet();
    private final Semaphore toSend = new Semaphore(SENT_AT_ONCE);
    private final Semaphore toStore = new Semaphore(STORED_AT_ONCE, true);

    /// Carries out all of an import.
    ///
    /// @throws Problem.Unavailable where there is no place for it; then nothing was read
    <T> T send(WorkspaceId workspace, Supplier<T> work) {
        if (!sending.add(workspace)) {
            throw busy("Another import of this workspace is being taken");
        }
        try {
            if (!toSend.tryAcquire()) {
                throw busy("Other imports are being taken");
            }
            try {
                return work.get();
            } finally {
                toSend.release();
            }
        } finally {
            sending.remove(workspace);
        }
    }

    /// Carries out what follows once the file is here, when its turn has come.
    ///
    /// @throws Problem.Unavailable where it does not come for too long
    <T> T store(Supplier<T> work) {
        try {
            if (!toStore.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy("Other imports are being stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("The server stops");
        }
        try {
            return work.get();
        } finally {
            toStore.release();
        }
    }

    private static Problem busy(String why) {
        return new Problem.Unavailable(
                why + ". Nothing of this one was stored: try again in a minute.", PATIENCE);
    }
}
