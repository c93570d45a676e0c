package dev.promptcards.run.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Hands over in one go what many threads asked for while the last batch was worked on. There is no
/// timer: alone, an entry goes at once; under load, batches grow as large as they need to be.
final class Batcher<T> implements AutoCloseable {

    private final LinkedBlockingQueue<T> waiting = new LinkedBlockingQueue<>();
    private final int limit;
    private final Consumer<List<T>> work;
    private final Thread thread;

    /// @param work must not throw: it answers to each entry itself
    Batcher(String name, int limit, Consumer<List<T>> work) {
        this.limit = limit;
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
    }

    void add(T entry) {
        waiting.add(entry);
    }

    private void loop() {
        var batch = new ArrayList<T>();
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, limit - 1);
                work.accept(List.copyOf(batch));
                batch.clear();
            }
        } catch (InterruptedException _) {
            // Closed. What was not handed over is in the queue of the database and will be again.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
