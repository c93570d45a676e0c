package dev.promptcards.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class RememberedTest {

    private static final UUID ID = UUID.randomUUID();

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private Runnable meanwhile = () -> {};
    private Optional<String> stored = Optional.of("a");
    private final Remembered<String> remembered = new Remembered<>(this::read, nanos::get);

    private Optional<String> read(UUID id) {
        reads.incrementAndGet();
        var found = stored;
        meanwhile.run();
        return found;
    }

    @Test
    void an_answer_is_used_for_five_seconds() {
        get();
        stored = Optional.of("b");
        nanos.set(Duration.ofSeconds(5).toNanos() - 1);
        assertThat(get()).contains("a");

        nanos.incrementAndGet();
        assertThat(get()).contains("b");
    }

    @Test
    void its_age_counts_from_before_the_question() {
        meanwhile = () -> nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        get();
        meanwhile = () -> {};
        stored = Optional.of("b");

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(get()).contains("b");
    }

    @Test
    void what_is_forgotten_is_asked_anew() {
        get();
        stored = Optional.empty();
        remembered.forget(ID);

        assertThat(get()).isEmpty();
    }

    @Test
    void an_answer_that_was_under_way_when_it_was_forgotten_is_not_kept() {
        meanwhile = () -> remembered.forget(ID);
        get();
        meanwhile = () -> {};
        stored = Optional.empty();

        assertThat(get()).isEmpty();
    }

    @Test
    void that_there_is_nothing_is_not_remembered() {
        stored = Optional.empty();
        get();
        stored = Optional.of("a");

        assertThat(get()).contains("a");
        assertThat(reads).hasValue(2);
    }

    @Test
    void an_answer_that_is_not_enough_is_asked_for_anew() {
        get();
        stored = Optional.of("b");

        assertThat(remembered.get(ID, "b"::equals)).contains("b");
        assertThat(get()).contains("b");
        assertThat(reads).hasValue(2);
    }

    private Optional<String> get() {
        return remembered.get(ID, _ -> true);
    }
}
