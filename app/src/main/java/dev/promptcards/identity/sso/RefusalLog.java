package dev.promptcards.identity.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.session.SessionEntries;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.github.bucket4j.Bucket;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Writes down who was not let in, in the audit log. Anybody may call the address the provider
/// sends people back to, so of those from one address it writes sixty a minute.
@Singleton
@Requires(bean = SingleSignOn.class)
class RefusalLog {

    private static final int MOST_A_MINUTE = 60;
    private static final int MOST_ADDRESSES = 10_000;

    private final WorkspaceTransactions transactions;
    private final Audit audit;
    private final Cache<String, Bucket> allowances =
            Caffeine.newBuilder()
                    .maximumSize(MOST_ADDRESSES)
                    .expireAfterAccess(Duration.ofMinutes(5))
                    .build();

    RefusalLog(WorkspaceTransactions transactions, Audit audit) {
        this.transactions = transactions;
        this.audit = audit;
    }

    void add(Refusal reason, Actor.Origin origin) {
        if (!allowances.get(origin.address(), _ -> allowance()).tryConsume(1)) {
            return;
        }
        var somebody = new Actor(Actor.Kind.SYSTEM, "", Optional.of(origin));
        var entry = SessionEntries.refused(reason.toString());
        transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                handle -> {
                    audit.record(handle, WorkspaceId.INSTALLATION, somebody, List.of(entry));
                    return entry;
                });
    }

    private static Bucket allowance() {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(MOST_A_MINUTE)
                                        .refillGreedy(MOST_A_MINUTE, Duration.ofMinutes(1)))
                .build();
    }
}
