package dev.promptcards.run;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the worker of this process when there may be work, so that it need not ask often.
@Singleton
public class WorkSignal {

    private final Semaphore signals = new Semaphore(0);

    public void raise() {
        signals.release();
    }

    /// Waits for a signal, at most `limit`; several signals count as one.
    public void await(Duration limit) throws InterruptedException {
        if (signals.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            signals.drainPermits();
        }
    }
}
