package dev.promptcards.identity.key;

import dev.promptcards.identity.Caller;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.scheduling.annotation.Scheduled;

import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Writes down once a minute which keys were used; no request waits for it. What a dying process
/// has not written is lost, and the key's next use makes up for it.
@Singleton
class LastUses {

    private final Map<UUID, Use> seen = new ConcurrentHashMap<>();
    private final WorkspaceTransactions transactions;
    private final ApiKeyRepository keys;
    private final Clock clock;

    LastUses(WorkspaceTransactions transactions, ApiKeyRepository keys, Clock clock) {
        this.transactions = transactions;
        this.keys = keys;
        this.clock = clock;
    }

    private record Use(WorkspaceId workspace, UUID key, Instant at) {}

    void seen(Caller.Key key) {
        seen.put(key.key(), new Use(key.workspace(), key.key(), clock.instant()));
    }

    @Scheduled(fixedDelay = "1m")
    void write() {
        var uses = Map.copyOf(seen);
        uses.values().stream()
                .collect(Collectors.groupingBy(Use::workspace))
                .forEach(
                        (workspace, used) ->
                                transactions.inWorkspace(
                                        workspace,
                                        handle -> {
                                            keys.used(
                                                    handle,
                                                    workspace,
                                                    used.stream().map(Use::key).toList(),
                                                    latest(used));
                                            return workspace;
                                        }));
        uses.forEach(seen::remove);
    }

    private static Instant latest(List<Use> uses) {
        return uses.stream().map(Use::at).max(Instant::compareTo).orElseThrow();
    }
}
