package dev.promptcards.provider.limit;

import java.util.concurrent.Semaphore;

/// Limits counted in this process alone.
final class LocalQuota implements Quota {

    private final Semaphore places;
    private final Rates rates;

    LocalQuota(Limits limits) {
        this.places = new Semaphore(limits.maxConcurrency().orElse(Integer.MAX_VALUE), true);
        this.rates = Rates.local(limits);
    }

    @Override
    public Place take() throws InterruptedException {
        places.acquire();
        try {
            Thread.sleep(rates.reserve());
        } catch (InterruptedException e) {
            places.release();
            throw e;
        }
        return new Place() {
            @Override
            public void spent(long tokens) {
                rates.spent(tokens);
            }

            @Override
            public void close() {
                places.release();
            }
        };
    }
}
