package dev.promptcards.cache;

import io.lettuce.core.ScriptOutputType;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Values in Redis, filled under leases, so that nobody stores what was read before a change.
///
/// Under a key stands a value, or the lease of somebody who reads one from the database meanwhile,
/// or nothing. Who changes what a value rests on deletes the key once the change is committed, the
/// value and the lease with it. A value is stored only by the lease that still stands: then no
/// change was committed between the reading and the storing without its delete yet to come.
///
/// So a value is wrong for no longer than [Family#lease] and its time to live, even if every delete
/// is lost: it was read after its lease was taken, and stored before that ended.
@Singleton
public final class Leases {

    private static final String MARK = "lease:";

    /// A lease without an end, or with a later one than was given it, is nobody's, and what is no
    /// string is no value: both are taken the place of.
    private static final String LOOK =
            """
            local found = redis.pcall('GET', KEYS[1])
            if type(found) == 'string' then
                local life = redis.call('PTTL', KEYS[1])
                local lease = string.sub(found, 1, #ARGV[3]) == ARGV[3]
                if not lease or (life >= 0 and life <= tonumber(ARGV[2])) then
                    return {found, life}
                end
            end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return {ARGV[1], 0}
            """;
    private static final String FILL =
            """
            if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """;
    private static final String RELEASE =
            """
            if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            return redis.call('DEL', KEYS[1])
            """;

    private final RedisLink redis;

    Leases(RedisLink redis) {
        this.redis = redis;
    }

    /// What a look at a key found.
    sealed interface Look {

        /// @param lifeMillis what is left of its life
        record Value(byte[] bytes, long lifeMillis) implements Look {}

        /// Nothing, and the lease is the asker's now.
        record Granted(byte[] lease) implements Look {}

        /// Somebody else reads it now.
        record Taken() implements Look {}

        /// Redis is away.
        record Away() implements Look {}
    }

    /// What came of storing a value.
    enum Filled {
        STORED,
        /// The lease stood no more: it was deleted by a change, or it ended.
        TOO_LATE,
        /// Redis is away.
        AWAY
    }

    /// Whether there is a Redis to keep them.
    boolean areKept() {
        return redis.isConfigured();
    }

    Look look(Key key) {
        var lease = bytes(MARK + UUID.randomUUID());
        return redis.ask(
                        link ->
                                link.sync()
                                        .<List<Object>>eval(
                                                LOOK,
                                                ScriptOutputType.MULTI,
                                                keys(key),
                                                lease,
                                                millis(key.family().lease()),
                                                bytes(MARK)))
                .map(found -> seen(lease, (byte[]) found.get(0), (Long) found.get(1)))
                .orElseGet(Look.Away::new);
    }

    private static Look seen(byte[] lease, byte[] found, long lifeMillis) {
        if (Arrays.equals(found, lease)) {
            return new Look.Granted(lease);
        }
        return isLease(found) ? new Look.Taken() : new Look.Value(found, lifeMillis);
    }

    private static boolean isLease(byte[] found) {
        var mark = bytes(MARK);
        return found.length >= mark.length
                && Arrays.equals(found, 0, mark.length, mark, 0, mark.length);
    }

    /// Stores what was read under a lease.
    Filled fill(Key key, byte[] lease, byte[] value) {
        return redis.ask(
                        link ->
                                link.sync()
                                        .<Long>eval(
                                                FILL,
                                                ScriptOutputType.INTEGER,
                                                keys(key),
                                                lease,
                                                value,
                                                millis(key.family().timeToLive())))
                .map(stored -> stored == 1 ? Filled.STORED : Filled.TOO_LATE)
                .orElse(Filled.AWAY);
    }

    /// Gives a lease back under which nothing is stored: others wait while it stands.
    void release(Key key, byte[] lease) {
        redis.ask(
                link ->
                        link.sync()
                                .<Long>eval(RELEASE, ScriptOutputType.INTEGER, keys(key), lease));
    }

    /// Deletes values and leases; false where Redis has not said that it did.
    boolean delete(Collection<String> keys) {
        return keys.isEmpty()
                || redis.ask(link -> link.sync().del(keys.toArray(String[]::new))).isPresent();
    }

    private static String[] keys(Key key) {
        return new String[] {key.toString()};
    }

    private static byte[] millis(Duration time) {
        return bytes(Long.toString(time.toMillis()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
