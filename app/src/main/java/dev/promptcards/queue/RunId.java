package dev.promptcards.queue;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.UUID;

/// The id of a run: a time-ordered UUID (version 7), so the run's time can be read from it.
public record RunId(@JsonValue UUID value) {

    /// The id of the execution that settles item `number` of this run: the run's id with the last
    /// four bytes replaced by the number. It is fixed when the item is enqueued, so an outcome
    /// written twice collides, and it shares the run's time, which names its partition.
    public UUID executionId(int number) {
        long low = (value.getLeastSignificantBits() & 0xFFFF_FFFF_0000_0000L) | number;
        return new UUID(value.getMostSignificantBits(), low);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
