package dev.promptcards.identity.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.cache.Family;
import dev.promptcards.cache.RedisLink;

import io.lettuce.core.ScriptOutputType;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What rows of sessions said, kept in Redis as `session:{user}:{session}` for 24 hours and for all
/// nodes.
///
/// How old a value is, is told by what is left of its 24 hours, which begin when the row was about
/// to be read, by Redis's own clock. So no two clocks are compared, a value that reached Redis late
/// is as old as it is, and one that a restarted Redis brings back is old.
@Singleton
class SharedSessions {

    static final Duration KEPT = Family.SESSION.timeToLive();

    private static final int SCHEMA = 1;

    private static final String LOOK =
            """
            local t = redis.call('TIME')
            local found = redis.pcall('GET', KEYS[1])
            if type(found) ~= 'string' then found = '' end
            return {found, redis.call('PTTL', KEYS[1]),
                    t[1] * 1000 + math.floor(t[2] / 1000)}
            """;
    private static final String KEEP =
            """
            redis.call('SET', KEYS[1], ARGV[1])
            return redis.call('PEXPIREAT', KEYS[1], ARGV[2])
            """;

    private final RedisLink redis;
    private final ObjectMapper json;

    SharedSessions(RedisLink redis, ObjectMapper json) {
        this.redis = redis;
        this.json = json;
    }

    /// What stands in Redis.
    ///
    /// @param kept what is known, if there is something to be believed at its age
    /// @param time Redis's own, in milliseconds since 1970
    record Look(Optional<Aged> kept, long time) {}

    /// What is known, and how long ago its row was read, in milliseconds.
    record Aged(Known known, long ageMillis) {}

    /// A value as it stands in Redis; one of another schema is none.
    private record Stored(int schema, String secretHash, boolean live) {}

    /// Looks a session up; empty where Redis is away.
    Optional<Look> look(SessionToken token) {
        return redis.ask(
                        link ->
                                link.sync()
                                        .<List<Object>>eval(
                                                LOOK, ScriptOutputType.MULTI, keys(token)))
                .map(
                        answer -> {
                            long age = KEPT.toMillis() - (Long) answer.get(1);
                            return new Look(
                                    // A value with more left than it was given, or for ever, is
                                    // none of ours.
                                    Optional.of(age)
                                            .filter(it -> it >= 0 && it <= KEPT.toMillis())
                                            .flatMap(_ -> read((byte[]) answer.get(0)))
                                            .map(it -> new Aged(it, age)),
                                    (Long) answer.get(2));
                        });
    }

    /// Keeps what a row said that was read after `time`, by Redis's clock. Nobody waits for it.
    void keep(SessionToken token, Known known, long time) {
        byte[][] values = {write(known), bytes(Long.toString(time + KEPT.toMillis()))};
        redis.ask(
                link ->
                        link.async()
                                .<Long>eval(KEEP, ScriptOutputType.INTEGER, keys(token), values));
    }

    private static String[] keys(SessionToken token) {
        return new String[] {Family.SESSION + ":" + token.user() + ":" + token.session()};
    }

    private Optional<Known> read(byte[] text) {
        try {
            var stored = json.readValue(text, Stored.class);
            return stored.schema() == SCHEMA
                    ? Optional.of(
                            new Known(
                                    Base64.getDecoder().decode(stored.secretHash()), stored.live()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] write(Known known) {
        try {
            return json.writeValueAsBytes(
                    new Stored(
                            SCHEMA,
                            Base64.getEncoder().encodeToString(known.secretHash()),
                            known.live()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is JSON", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
