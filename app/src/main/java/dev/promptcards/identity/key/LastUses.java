package dev.promptcards.identity.key;

import dev.promptcards.identity.Caller;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Writes down once a minute which keys were used; no request waits for it. What a dying process
/// has not written is lost, and the key's next use makes up for it.
@Singleton
class LastUses implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<UUID, Use> seen = new ConcurrentHashMap<>();
    private final WorkspaceTransactions transactions;
    private final ApiKeyRepository keys;
    private final Clock clock;
    private final TaskScheduler scheduler;

    LastUses(
            WorkspaceTransactions transactions,
            ApiKeyRepository keys,
            Clock clock,
            @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        this.transactions = transactions;
        this.keys = keys;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        var unused = scheduler.scheduleWithFixedDelay(PAUSE, PAUSE, this::tryToWrite);
    }

    private record Use(WorkspaceId workspace, UUID key, Instant at) {}

    void seen(Caller.Key key) {
        seen.put(key.key(), new Use(key.workspace(), key.key(), clock.instant()));
    }

    private void tryToWrite() {
        try {
            write();
        } catch (RuntimeException e) {
            // Thrown, it would end the schedule. What was seen is written the next time.
            LOG.warn("When API keys were used could not be written down", e);
        }
    }

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
