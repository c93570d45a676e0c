package dev.promptcards.provider.limit;

import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.WrappedProvider;
import dev.promptcards.provider.limit.AdaptiveConcurrency.Load;

import java.util.Optional;

/// A provider whose calls wait for their turn, and whose answers say how many turns there are.
record Throttled(Provider provider, AdaptiveConcurrency concurrency, Quota quota)
        implements WrappedProvider {

    @Override
    public Turn turn() throws InterruptedException {
        AdaptiveConcurrency.Place place = concurrency.enter();
        try {
            return new OneTurn(place, quota.take());
        } catch (InterruptedException | RuntimeException e) {
            concurrency.leave(place, Load.UNKNOWN);
            throw e;
        }
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        try (Turn turn = turn()) {
            return turn.call(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unavailable(Optional.empty(), "interrupted before it was sent");
        }
    }

    private static Load load(ProviderResult result) {
        return switch (result) {
            case Completed _, Malformed _, Rejected _ -> Load.CARRIED;
            case RateLimited _, Unavailable _ -> Load.PUSHED_BACK;
            case Lost _ -> Load.UNKNOWN;
        };
    }

    private final class OneTurn implements Turn {

        private final AdaptiveConcurrency.Place place;
        private final Quota.Place quotaPlace;
        private Load load = Load.UNKNOWN;

        OneTurn(AdaptiveConcurrency.Place place, Quota.Place quotaPlace) {
            this.place = place;
            this.quotaPlace = quotaPlace;
        }

        @Override
        public ProviderResult call(ProviderRequest request) {
            ProviderResult result = provider.call(request);
            load = load(result);
            if (result instanceof Completed(_, Answer answer)) {
                quotaPlace.spent(answer.tokens().map(Usage::total).orElse(0L));
            }
            return result;
        }

        @Override
        public void close() {
            quotaPlace.close();
            concurrency.leave(place, load);
        }
    }
}
