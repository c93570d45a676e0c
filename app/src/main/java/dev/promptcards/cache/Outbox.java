package dev.promptcards.cache;

import dev.promptcards.cache.CacheMeters.Event;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;

/// Has what a transaction makes wrong forgotten everywhere: at once in this process, by a delete in
/// Redis, and by a notice to the other nodes. All of it happens after the commit, and none before:
/// what is deleted before is read and stored again as it was.
@Singleton
public final class Outbox {

    /// Where notices are sent.
    static final String CHANNEL = "promptcards_changes";

    private final Leases leases;
    private final List<NoticeListener> listeners;
    private final CacheMeters meters;

    Outbox(Leases leases, List<NoticeListener> listeners, CacheMeters meters) {
        this.leases = leases;
        this.listeners = listeners;
        this.meters = meters;
    }

    /// To be called in the transaction that changes something, which is bound to the workspace.
    /// The deletes are written down with it, so that one that is lost is repeated ([Sweep]); where
    /// there is no Redis, there is nothing to delete.
    public void record(Handle handle, WorkspaceId workspace, List<Change> changes) {
        var keys =
                leases.areKept()
                        ? changes.stream().flatMap(it -> it.keys().stream()).toList()
                        : List.<Key>of();
        var notices =
                changes.stream()
                        .map(it -> new Notice(workspace, it.subject(), it.revision()))
                        .toList();
        if (notices.isEmpty()) {
            return;
        }
        OutboxRows.insert(handle, workspace, keys);
        send(handle, notices);
        handle.afterCommit(
                () -> {
                    notices.forEach(
                            notice -> listeners.forEach(listener -> listener.changed(notice)));
                    delete(keys);
                });
    }

    private static void send(Handle handle, List<Notice> notices) {
        handle.createQuery("SELECT count(pg_notify(:channel, notice)) FROM unnest(:notices) notice")
                .bind("channel", CHANNEL)
                .bindArray("notices", String.class, notices.stream().map(Notice::toString).toList())
                .mapTo(Long.class)
                .one();
    }

    private void delete(List<Key> keys) {
        if (!leases.delete(keys.stream().map(Key::toString).toList())) {
            keys.forEach(key -> meters.count(key.family(), Event.DELETES_LOST));
        }
    }
}
