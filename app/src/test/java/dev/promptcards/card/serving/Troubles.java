package dev.promptcards.card.serving;

import dev.promptcards.RedisRelay;
import dev.promptcards.TestDatabase;
import dev.promptcards.embedded.OwnRedis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Troubles one after the other, each as long and where a seed decides; in each round every one of
/// them once.
final class Troubles {

    private static final Duration LEAST_DELAY = Duration.ofMillis(5);
    private static final Duration MOST_DELAY = Duration.ofMillis(40);

    private final OwnRedis redis;
    private final TestDatabase database;
    private final List<RedisRelay> relays;
    private final List<Trouble> all;
    private final Random random;
    private volatile Trouble now = Trouble.UNDISTURBED;

    Troubles(
            OwnRedis redis,
            TestDatabase database,
            List<RedisRelay> relays,
            Collection<Trouble> all,
            long seed) {
        this.redis = redis;
        this.database = database;
        this.relays = relays;
        this.all = new ArrayList<>(all);
        this.random = new Random(seed);
    }

    Trouble now() {
        return now;
    }

    /// At least one round of them.
    void until(BooleanSupplier over) {
        do {
            Collections.shuffle(all, random);
            for (var trouble : all) {
                now = trouble;
                befall(trouble, random.nextInt(200, 1_000));
            }
        } while (!over.getAsBoolean());
        now = Trouble.UNDISTURBED;
    }

    private void befall(Trouble trouble, int millis) {
        var some = relays.stream().filter(_ -> random.nextInt(3) > 0).toList();
        switch (trouble) {
            case UNDISTURBED -> pause(millis);
            case DELAYED -> {
                some.forEach(it -> it.slowDown(LEAST_DELAY, MOST_DELAY));
                pause(millis);
                some.forEach(RedisRelay::speedUp);
            }
            case FLUSHED -> {
                some.forEach(it -> it.slowDown(LEAST_DELAY, MOST_DELAY));
                again(millis, 200, redis::flush);
                some.forEach(RedisRelay::speedUp);
            }
            case CUT_OFF -> {
                some.forEach(RedisRelay::stop);
                pause(millis);
                some.forEach(RedisRelay::resume);
            }
            case SILENT -> {
                some.forEach(RedisRelay::fallSilent);
                pause(millis);
                some.forEach(RedisRelay::speakAgain);
            }
            case KILLED -> {
                redis.kill();
                pause(millis);
                redis.startAgain();
            }
            case UNTOLD -> again(millis, 50, this::endListening);
        }
    }

    private static void again(int millis, int every, Runnable what) {
        for (int left = millis; left > 0; left -= every) {
            what.run();
            pause(Math.min(left, every));
        }
    }

    private void endListening() {
        database.ownerJdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        """
                                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                         WHERE datname = current_database()
                                           AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')
                                        """));
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }
}
