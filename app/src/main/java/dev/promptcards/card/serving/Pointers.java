package dev.promptcards.card.serving;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.cache.CacheMeters;
import dev.promptcards.cache.CacheMeters.Event;
import dev.promptcards.cache.Family;
import dev.promptcards.cache.Fresh;
import dev.promptcards.cache.Leases;
import dev.promptcards.cache.Notice;
import dev.promptcards.cache.NoticeListener;
import dev.promptcards.cache.SharedValues;
import dev.promptcards.card.CardId;
import dev.promptcards.card.MovedLabels;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micrometer.core.instrument.Counter;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Where labels point, remembered in the process for a second at most and shared through Redis.
///
/// The bound, even if every message and every delete is lost, is [#BOUND]: what is remembered here
/// lives no longer than the value in Redis it was taken from would have, and that is
/// [Leases]' promise. What was read from the database itself is used for a second.
///
/// Besides, whoever is told that a card has changed believes nothing from before: each pointer
/// carries the revision of its card, which only grows, and one below what was told is not used,
/// wherever it comes from. The node that made the change is told before it is acknowledged.
@Singleton
public final class Pointers implements NoticeListener {

    /// How stale a pointer can be.
    public static final Duration BOUND = Family.LABEL.lease().plus(Family.LABEL.timeToLive());

    /// How long one is used without asking Redis again.
    static final Duration IN_PROCESS = Duration.ofSeconds(1);

    private static final int REMEMBERED = 100_000;
    private static final int ATTEMPTS = 3;

    private final SharedValues shared;
    private final WorkspaceTransactions transactions;
    private final ServedRepository repository;
    private final Ticker ticker;
    private final CacheMeters meters;
    private final Counter hits;
    private final Cache<Place, Remembered> known;

    /// What was told of cards, for as long as something from before may still stand in Redis.
    private final Cache<Subject, Integer> told;

    /// Grows whenever anything may have changed untold.
    private final AtomicInteger epoch = new AtomicInteger();

    Pointers(
            SharedValues shared,
            WorkspaceTransactions transactions,
            ServedRepository repository,
            Ticker ticker,
            CacheMeters meters) {
        this.shared = shared;
        this.transactions = transactions;
        this.repository = repository;
        this.ticker = ticker;
        this.meters = meters;
        this.hits = meters.counter(Family.LABEL, Event.MEMORY_HITS);
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(IN_PROCESS)
                        .ticker(ticker)
                        .build();
        this.told =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(BOUND.multipliedBy(2))
                        .ticker(ticker)
                        .build();
    }

    private record Place(WorkspaceId workspace, CardId card, String label) {

        Subject subject() {
            return new Subject(workspace, card.value());
        }
    }

    private record Subject(WorkspaceId workspace, UUID card) {}

    private record Remembered(Fresh<Pointer> pointer, int epoch) {}

    /// Where a label points, if that is remembered. Waits for nothing.
    Optional<Pointer> remembered(WorkspaceId workspace, CardId card, String label) {
        var place = new Place(workspace, card, label);
        var found = known.getIfPresent(place);
        if (found == null || !holds(place, found)) {
            return Optional.empty();
        }
        hits.increment();
        return Optional.of(found.pointer().value());
    }

    /// Where a label points. Asks Redis or the database where it is not remembered.
    Pointer get(WorkspaceId workspace, CardId card, String label) {
        var place = new Place(workspace, card, label);
        // What changes while the answer is under way need not be in it.
        int least = least(place.subject());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var found = known.getIfPresent(place);
            if (found != null && holds(place, found)) {
                hits.increment();
                return found.pointer().value();
            }
            var answer = ask(place);
            if (answer.value().revision() >= least && answer.holdsAt(ticker.read())) {
                return answer.value();
            }
            // Somebody else had asked before the change.
            meters.count(Family.LABEL, Event.STALE_PREVENTED);
        }
        throw new Problem.Unavailable(
                "The database takes too long to say where the label points. Try again in a"
                        + " moment.");
    }

    private Fresh<Pointer> ask(Place place) {
        int asking = epoch.get();
        var answer =
                shared.get(
                        MovedLabels.key(place.workspace(), place.card(), place.label()),
                        Pointer.class,
                        pointer -> pointer.revision() >= least(place.subject()),
                        pointer -> !pointer.neverWas(),
                        () -> query(place));
        if (!answer.value().neverWas()) {
            known.put(place, new Remembered(answer.within(IN_PROCESS.toNanos()), asking));
        }
        return answer;
    }

    private Pointer query(Place place) {
        return transactions.inWorkspace(
                place.workspace(),
                handle ->
                        repository.pointer(handle, place.workspace(), place.card(), place.label()));
    }

    private boolean holds(Place place, Remembered found) {
        return found.pointer().holdsAt(ticker.read())
                && found.epoch() == epoch.get()
                && found.pointer().value().revision() >= least(place.subject());
    }

    /// The revision below which nothing is believed of a card.
    private int least(Subject subject) {
        var least = told.getIfPresent(subject);
        return least == null ? 0 : least;
    }

    @Override
    public void changed(Notice notice) {
        told.asMap()
                .merge(
                        new Subject(notice.workspace(), notice.subject()),
                        notice.revision(),
                        Math::max);
    }

    @Override
    public void missedSome() {
        epoch.incrementAndGet();
    }
}
