package dev.promptcards.provider.limit;

/// The limits a configuration sets on one connection, wherever they are counted.
@FunctionalInterface
interface Quota {

    Quota UNLIMITED = () -> Place.FREE;

    /// Waits until a call may be made, and takes its place.
    Place take() throws InterruptedException;

    /// A call in flight.
    interface Place extends AutoCloseable {

        Place FREE = new Place() {};

        /// Counts the tokens the call cost.
        default void spent(long tokens) {}

        @Override
        default void close() {}
    }
}
