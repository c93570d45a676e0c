package dev.promptcards.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a run is. A completed run may hold failed verdicts; a run that could not be carried out is
/// another state. `docs/run-states.md` draws the arrows of [#next].
public sealed interface RunState {

    /// The names of all states, in the database and on the wire.
    List<String> WORDS = List.of("running", "held", "completed", "cancelled", "failed");

    /// Items are waiting or in flight.
    record Running() implements RunState {}

    /// Nothing goes on for now: a limit is reached, or nothing is waiting but items whose outcome
    /// is unknown, about which somebody has to decide.
    ///
    /// @param limit which limit, in words; empty where outcomes are unknown
    /// @param until when that begins anew and the run goes on by itself; empty where somebody has
    ///     to
    ///     decide
    record Held(Optional<String> limit, Optional<Instant> until) implements RunState {

        /// For outcomes that are unknown.
        public Held() {
            this(Optional.empty(), Optional.empty());
        }
    }

    /// Every item has an outcome.
    record Completed(Instant at) implements RunState {}

    /// Somebody stopped it; what was settled stays.
    record Cancelled(Instant at) implements RunState {}

    /// It could not be carried out, and why.
    record Failed(Instant at, String reason) implements RunState {}

    /// The name in the database and on the wire.
    default String word() {
        return switch (this) {
            case Running _ -> "running";
            case Held _ -> "held";
            case Completed _ -> "completed";
            case Cancelled _ -> "cancelled";
            case Failed _ -> "failed";
        };
    }

    /// The states that may follow.
    default Set<String> next() {
        return switch (this) {
            case Running _ -> Set.of("held", "completed", "cancelled", "failed");
            case Held _ -> Set.of("running", "completed", "cancelled");
            // Only by trying the errors again.
            case Completed _ -> Set.of("running");
            case Cancelled _, Failed _ -> Set.of();
        };
    }

    /// True where nothing more happens unless somebody asks for it.
    default boolean isSettled() {
        return !(this instanceof Running);
    }
}
