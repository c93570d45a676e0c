package dev.promptcards.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;

/// A provider around another, which answers whatever it does not answer itself.
public interface WrappedProvider extends Provider {

    /// The one inside.
    Provider provider();

    /// Makes a call of the one inside, and what there is to do before it and after.
    ///
    /// @param call the one to make, whether its turn was waited for or not
    default ProviderResult around(ProviderRequest request, Turn call) {
        return call.call(request);
    }

    @Override
    default ProviderResult call(ProviderRequest request) {
        return around(request, provider()::call);
    }

    @Override
    default Turn turn() throws InterruptedException {
        Turn turn = provider().turn();
        return new Turn() {
            @Override
            public ProviderResult call(ProviderRequest request) {
                return around(request, turn);
            }

            @Override
            public void close() {
                turn.close();
            }
        };
    }

    @Override
    default ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return provider().read(stored, settings, latency);
    }

    @Override
    default boolean metered() {
        return provider().metered();
    }

    @Override
    default String connection() {
        return provider().connection();
    }

    @Override
    default ObjectNode identity() {
        return provider().identity();
    }

    @Override
    default boolean readsVars() {
        return provider().readsVars();
    }
}
