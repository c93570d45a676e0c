package dev.promptcards.cli.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What has to be stopped when this process ends, in whatever way: the last started first.
final class Shutdown {

    /// How long a signal waits for a start that is under way, so that it leaves nothing behind.
    private static final int START_LIMIT_SECONDS = 20;

    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final CountDownLatch startIsOver = new CountDownLatch(1);
    private volatile boolean signalIsTheWayToStop;

    /// A list that is worked off at the latest when the virtual machine ends.
    Shutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onExit, "shutdown"));
    }

    synchronized void add(Runnable step) {
        steps.push(step);
    }

    void startIsOver() {
        startIsOver.countDown();
    }

    /// From now on a signal is no failure: the process ends with code 0.
    void signalIsTheWayToStop() {
        signalIsTheWayToStop = true;
    }

    /// Stops everything, once. A step that fails does not keep the others from being taken.
    synchronized void run() {
        RuntimeException failure = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void onExit() {
        try {
            startIsOver.await(START_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run();
        if (signalIsTheWayToStop) {
            Runtime.getRuntime().halt(0);
        }
    }
}
