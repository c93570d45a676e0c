package dev.promptcards.run.worker;

import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.QueuedRun;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Faults of ours in the items of one run. The first leaves the item to the end of its lease: what
/// was sent is then known to be lost, and what was answered is read again. The second ends it.
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int FRAMES = 20;
    private static final int CAUSES = 5;

    private final QueuedRun run;
    private final Map<Integer, String> seen = new ConcurrentHashMap<>();

    Faults(QueuedRun run) {
        this.run = run;
    }

    /// What the item ends with; empty while it may come again. Logs what it has not logged.
    Optional<String> of(ClaimedItem item, Throwable fault) {
        if (isAway(fault)) {
            LOG.warn(
                    "item {} of run {} waits for the database, which is away",
                    item.number(),
                    run.run());
            return Optional.empty();
        }
        var earlier = seen.get(item.number());
        if (earlier == null) {
            var id = UUID.randomUUID().toString();
            seen.put(item.number(), id);
            LOG.error("fault {} in item {} of run {}: {}", id, item.number(), run.run(), of(fault));
            return Optional.empty();
        }
        seen.remove(item.number());
        return Optional.of(
                "a fault of Prompt Cards, twice: the server's log tells more under " + earlier);
    }

    /// Where it came from, and no message: messages quote outputs and keys.
    private static String of(Throwable fault) {
        var told = new StringBuilder();
        var cause = fault;
        for (int depth = 0; cause != null && depth < CAUSES; depth++) {
            told.append(depth == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
            told.append(
                    Arrays.stream(cause.getStackTrace())
                            .limit(FRAMES)
                            .map(frame -> "\n    at " + frame)
                            .collect(Collectors.joining()));
            cause = cause.getCause();
        }
        return told.toString();
    }

    private static boolean isAway(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return !LedgerTransaction.isContent(sql);
            }
        }
        return false;
    }
}
