package dev.promptcards.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;

/// A model that can be called. Calls block, on a virtual thread, and answer with a value: nothing
/// that can be expected to go wrong is thrown.
public interface Provider {

    /// Waits for its turn and calls.
    ProviderResult call(ProviderRequest request);

    /// Waits, in order of arrival, until the limits of the connection allow one more call. A caller
    /// that records its intent to call does so between this and [Turn#call]: what still waits for
    /// its turn has not been sent, whatever happens to the process.
    default Turn turn() throws InterruptedException {
        return this::call;
    }

    /// Reads an answer again from the bytes a call gave, without calling: a cached answer, or an
    /// old one that is graded anew.
    ///
    /// @param settings those of the request that was answered
    /// @param latency what the call took
    /// @return [ProviderResult.Completed], or [ProviderResult.Malformed]
    ProviderResult read(byte[] stored, ObjectNode settings, Duration latency);

    /// Whether somebody may be billed for a call. If not, no intent needs to be recorded before it.
    boolean metered();

    /// Names what limits are kept for within a workspace: all its callers of one endpoint with one
    /// key share it. A hash.
    String connection();

    /// What makes answers interchangeable: kind, model, base URL, parameters, and no secret. With
    /// the prompt and the settings of a request it keys a cache, see [ResponseKey].
    ObjectNode identity();

    /// Whether a request is made of the case's variables too, and not of the prompt alone.
    default boolean readsVars() {
        return false;
    }

    /// Leave to make one call, now. It holds a place among the calls in flight until it is closed.
    @FunctionalInterface
    interface Turn extends AutoCloseable {

        ProviderResult call(ProviderRequest request);

        @Override
        default void close() {}
    }
}
