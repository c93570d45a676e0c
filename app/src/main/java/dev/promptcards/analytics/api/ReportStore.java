package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportFilter;
import dev.promptcards.analytics.ReportQuestion;
import dev.promptcards.cache.RedisLink;
import dev.promptcards.tenancy.WorkspaceId;

import io.lettuce.core.SetArgs;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Keeps answers in Redis for a minute, at `metrics:{workspaceId}:{report}:{what was asked}`. A
/// figure may be as old as that, and needs no more care: nobody decides by one alone. With Redis
/// away nothing is kept.
@Singleton
class ReportStore {

    static final Duration KEPT = Duration.ofMinutes(1);

    private static final byte[] TAG =
            ("{\"schema\":" + ReportDocument.SCHEMA + ",").getBytes(StandardCharsets.UTF_8);

    private final RedisLink redis;

    ReportStore(RedisLink redis) {
        this.redis = redis;
    }

    static String key(WorkspaceId workspace, Report report, ReportQuestion question) {
        var asked = new StringBuilder();
        asked.append(question.window()).append(question.rows());
        for (var filter : ReportFilter.values()) {
            // U+0000 stands in no value.
            asked.append('\0').append(question.filters().getOrDefault(filter, ""));
        }
        return "metrics:%s:%s:%s".formatted(workspace.value(), report.name(), hash(asked));
    }

    Optional<byte[]> find(String key) {
        return redis.ask(link -> Optional.ofNullable(link.sync().get(key)))
                .flatMap(it -> it)
                .filter(ReportStore::isOfThisSchema);
    }

    void keep(String key, byte[] document) {
        var unused = redis.ask(link -> link.async().set(key, document, SetArgs.Builder.px(KEPT)));
    }

    private static boolean isOfThisSchema(byte[] document) {
        return document.length > TAG.length
                && Arrays.equals(TAG, 0, TAG.length, document, 0, TAG.length);
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
