package dev.promptcards.identity.session;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What rows of sessions said, remembered in the process and in Redis and believed for five
/// seconds, counted from before the row was read. What this node revoked it knows at once; the
/// other nodes when what they remember is too old. Nothing that is remembered is ever renewed but
/// from the row.
@Singleton
class KnownSessions {

    /// How long a row is believed.
    static final Duration BOUND = Duration.ofSeconds(5);

    private static final int REMEMBERED = 50_000;
    private static final int READS_AT_ONCE = 8;
    private static final Duration READ_PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    private final SessionRows rows;
    private final SharedSessions shared;
    private final Ticker ticker;

    /// Of each session at most one question is under way; who asks meanwhile waits for its answer.
    private final AsyncCache<Key, Answer> answers;

    /// What this node revoked, for longer than anything from before can be believed.
    private final Cache<Key, Boolean> revokedHere;

    /// So that sessions nobody remembers leave most of the pool to requests.
    private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);

    KnownSessions(SessionRows rows, SharedSessions shared, Ticker ticker) {
        this.rows = rows;
        this.shared = shared;
        this.ticker = ticker;
        // The age is looked at below, for it counts from the question; this frees the memory.
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(BOUND)
                        .ticker(ticker)
                        .buildAsync();
        this.revokedHere =
                Caffeine.newBuilder()
                        .expireAfterWrite(BOUND.multipliedBy(2))
                        .ticker(ticker)
                        .build();
    }

    /// With the person in it, or whoever puts another's session beside their own name would have it
    /// remembered as none.
    private record Key(UserId user, UUID session) {}

    /// @param known empty where there is no such session
    /// @param at when the row was about to be read, by the ticker
    private record Answer(Optional<Known> known, long at) {}

    /// Whether who shows `token` is let in.
    boolean admits(SessionToken token) {
        var key = new Key(token.user(), token.session());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (revokedHere.getIfPresent(key) != null) {
                return false;
            }
            var mine = new CompletableFuture<Answer>();
            var found = answers.asMap().putIfAbsent(key, mine);
            var answer = found == null ? ask(token, mine) : await(found);
            if (ticker.read() - answer.at() < BOUND.toNanos()) {
                return answer.known().filter(it -> it.admits(token)).isPresent()
                        && revokedHere.getIfPresent(key) == null;
            }
            answers.asMap().remove(key, found == null ? mine : found);
        }
        throw busy();
    }

    /// The same by what is remembered, waiting for nobody; false besides where that does not
    /// suffice.
    boolean remembers(SessionToken token) {
        var key = new Key(token.user(), token.session());
        var found = answers.getIfPresent(key);
        return found != null
                && found.state() == Future.State.SUCCESS
                && ticker.read() - found.resultNow().at() < BOUND.toNanos()
                && found.resultNow().known().filter(it -> it.admits(token)).isPresent()
                && revokedHere.getIfPresent(key) == null;
    }

    /// Refuses these sessions of a person on this node from now on; the rows say so already.
    void revoked(UserId user, Collection<UUID> sessions) {
        for (var session : sessions) {
            var key = new Key(user, session);
            revokedHere.put(key, true);
            answers.asMap().remove(key);
        }
    }

    private Answer ask(SessionToken token, CompletableFuture<Answer> answer) {
        try {
            answer.complete(look(token));
        } catch (Throwable failure) {
            // Those who wait get it too, and the next to come asks anew.
            answer.completeExceptionally(failure);
        }
        return await(answer);
    }

    private Answer look(SessionToken token) {
        long asked = ticker.read();
        var look = shared.look(token);
        var believed =
                look.flatMap(SharedSessions.Look::kept)
                        .filter(it -> it.ageMillis() < BOUND.toMillis());
        if (believed.isPresent()) {
            return new Answer(
                    Optional.of(believed.get().known()),
                    asked - TimeUnit.MILLISECONDS.toNanos(believed.get().ageMillis()));
        }
        long reading = ticker.read();
        var known = read(token);
        // Nothing is kept of what is no session: anybody can make such ids up.
        known.ifPresent(it -> look.ifPresent(at -> shared.keep(token, it, at.time())));
        return new Answer(known, reading);
    }

    private Optional<Known> read(SessionToken token) {
        try {
            if (!reads.tryAcquire(READ_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return rows.read(token);
        } finally {
            reads.release();
        }
    }

    private static Answer await(CompletableFuture<Answer> answer) {
        try {
            return answer.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private static Problem busy() {
        return new Problem.Unavailable(
                "The database takes too long to say who you are. Try again in a moment.");
    }
}
