package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportFilter;
import dev.promptcards.analytics.ReportQuestion;
import dev.promptcards.cache.Family;
import dev.promptcards.cache.Json;
import dev.promptcards.cache.Key;
import dev.promptcards.cache.SharedValues;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers reports, from the cache or from the database. A figure may be as old as its family's
/// time to live, and no change makes it go earlier: nobody decides by one alone.
@Singleton
class ReportAnswers {

    private final SharedValues values;
    private final ReportReading reading;
    private final ReportMetrics metrics;

    ReportAnswers(SharedValues values, ReportReading reading, ReportMetrics metrics) {
        this.values = values;
        this.reading = reading;
        this.metrics = metrics;
    }

    /// The answer as [ReportDocument] writes it.
    byte[] answer(WorkspaceId workspace, Report report, ReportQuestion question) {
        var asked = new AtomicBoolean();
        var answer =
                values.get(
                        key(workspace, report, question),
                        Json.class,
                        _ -> true,
                        _ -> true,
                        () -> {
                            asked.set(true);
                            metrics.miss(report);
                            return new Json(reading.read(workspace, report, question));
                        });
        if (!asked.get()) {
            metrics.hit(report);
        }
        return answer.value().text();
    }

    private static Key key(WorkspaceId workspace, Report report, ReportQuestion question) {
        // An answer of another shape answers another question.
        var asked = new StringBuilder().append(ReportDocument.SCHEMA).append('\0');
        asked.append(question.window()).append(question.rows());
        for (var filter : ReportFilter.values()) {
            // U+0000 stands in no value.
            asked.append('\0').append(question.filters().getOrDefault(filter, ""));
        }
        return new Key(Family.METRICS, workspace, report.name() + ":" + hash(asked));
    }

    private static String hash(CharSequence asked) {
        try {
            var bytes = asked.toString().getBytes(StandardCharsets.UTF_8);
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
