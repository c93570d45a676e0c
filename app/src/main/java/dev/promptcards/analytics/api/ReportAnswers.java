package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportQuestion;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Answers reports: what is kept as it is kept, else from the database. However many ask the same
/// of this process at once, the database is asked once.
@Singleton
class ReportAnswers {

    private final ReportStore store;
    private final ReportReading reading;
    private final ReportMetrics metrics;
    private final ConcurrentMap<String, CompletableFuture<byte[]>> underWay =
            new ConcurrentHashMap<>();

    ReportAnswers(ReportStore store, ReportReading reading, ReportMetrics metrics) {
        this.store = store;
        this.reading = reading;
        this.metrics = metrics;
    }

    /// The answer as [ReportDocument] writes it.
    byte[] answer(WorkspaceId workspace, Report report, ReportQuestion question) {
        var key = ReportStore.key(workspace, report, question);
        var kept = store.find(key);
        if (kept.isPresent()) {
            metrics.hit(report);
            return kept.get();
        }
        var mine = new CompletableFuture<byte[]>();
        var other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            metrics.shared(report);
            return joined(other);
        }
        metrics.miss(report);
        try {
            var document = reading.read(workspace, report, question);
            store.keep(key, document);
            mine.complete(document);
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            underWay.remove(key, mine);
        }
        return joined(mine);
    }

    private static byte[] joined(CompletableFuture<byte[]> document) {
        try {
            return document.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
