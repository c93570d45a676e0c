package dev.promptcards.provider.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// How many calls one connection has in flight. It starts at what is asked for. When more than a
/// fifth of a round of calls is pushed back the limit is halved, once for all calls sent before;
/// each round without gives a thirty-second of what is asked for back (additive increase,
/// multiplicative decrease). A few refusals among many calls are not overload and cost nothing.
///
/// Waiting calls get their turn in order of arrival.
public final class AdaptiveConcurrency {

    /// What the end of a call says about the load it met.
    public enum Load {
        CARRIED,
        PUSHED_BACK,
        /// A call that was lost or made no sense to the provider says nothing.
        UNKNOWN
    }

    /// A place in flight, and how often the limit had been halved when it was taken.
    record Place(int halvings) {}

    private static final int SHARE = 5;
    private static final int STEPS_BACK = 32;

    private final int ceiling;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Semaphore> waiting = new ArrayDeque<>();
    private int limit;
    private int inFlight;
    private int mostInFlight;
    private int carried;
    private int pushedBack;
    private int halvings;

    /// @param ceiling the limit to start at, and never to exceed
    public AdaptiveConcurrency(int ceiling) {
        this.ceiling = ceiling;
        this.limit = ceiling;
    }

    /// Waits for a place.
    Place enter() throws InterruptedException {
        Semaphore turn = new Semaphore(0);
        lock.lock();
        try {
            if (inFlight < limit && waiting.isEmpty()) {
                return taken();
            }
            waiting.addLast(turn);
        } finally {
            lock.unlock();
        }
        try {
            turn.acquire();
        } catch (InterruptedException e) {
            leaveQueue(turn);
            throw e;
        }
        lock.lock();
        try {
            return new Place(halvings);
        } finally {
            lock.unlock();
        }
    }

    /// Gives a place back.
    void leave(Place place, Load load) {
        lock.lock();
        try {
            inFlight--;
            if (place.halvings() == halvings) {
                count(load);
            }
            letIn();
        } finally {
            lock.unlock();
        }
    }

    public int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    public int inFlight() {
        lock.lock();
        try {
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    /// Calls that wait for their turn.
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        lock.lock();
        try {
            return inFlight == 0 && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void count(Load load) {
        int round = Math.min(limit, mostInFlight);
        switch (load) {
            case CARRIED -> carried++;
            case PUSHED_BACK -> pushedBack++;
            case UNKNOWN -> {}
        }
        if (pushedBack * SHARE > round) {
            halve(round);
        } else if (carried + pushedBack >= round) {
            grow();
        }
    }

    private void halve(int round) {
        limit = Math.max(1, round / 2);
        halvings++;
        // What is still in flight was sent under the old limit and does not test the new one.
        startRound(0);
    }

    private void grow() {
        // A limit nobody came near was not tested.
        if (mostInFlight >= limit && limit < ceiling) {
            int asked = inFlight + waiting.size();
            limit = Math.min(ceiling, limit + Math.max(1, asked / STEPS_BACK));
        }
        startRound(inFlight);
    }

    private void startRound(int most) {
        carried = 0;
        pushedBack = 0;
        mostInFlight = most;
    }

    private void letIn() {
        while (inFlight < limit && !waiting.isEmpty()) {
            taken();
            waiting.removeFirst().release();
        }
    }

    private Place taken() {
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        return new Place(halvings);
    }

    private void leaveQueue(Semaphore turn) {
        lock.lock();
        try {
            if (!waiting.remove(turn)) {
                // It was given its turn while it was interrupted.
                inFlight--;
                letIn();
            }
        } finally {
            lock.unlock();
        }
    }
}
