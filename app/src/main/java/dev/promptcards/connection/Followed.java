package dev.promptcards.connection;

import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.problem.Problem;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// What a spec comes to whenever somebody asks, opened once for each state of its connection.
final class Followed implements Supplier<Resolved> {

    private record State(Optional<Live> live, Resolved resolved) {

        boolean isAs(Optional<Live> other) {
            return live.isPresent() == other.isPresent()
                    && (live.isEmpty() || live.get().isAs(other.orElseThrow()));
        }
    }

    private final Supplier<Optional<Live>> connection;
    private final BiFunction<Optional<Live>, Supplier<Resolved>, Resolved> open;
    private volatile Optional<State> last = Optional.empty();

    /// @param connection as it stands
    /// @param open takes it, and this
    Followed(
            Supplier<Optional<Live>> connection,
            BiFunction<Optional<Live>, Supplier<Resolved>, Resolved> open) {
        this.connection = connection;
        this.open = open;
    }

    @Override
    public Resolved get() {
        Optional<Live> found;
        try {
            found = connection.get();
        } catch (Problem e) {
            return new Misconfigured("The connection cannot be opened: " + e.getMessage());
        }
        var known = last;
        if (known.isPresent() && known.get().isAs(found)) {
            return known.get().resolved();
        }
        var resolved = open.apply(found, this);
        last = Optional.of(new State(found, resolved));
        return resolved;
    }
}
