package dev.promptcards.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

class NewIdTest {

    @Test
    void ids_come_in_the_order_of_their_text() {
        var ids = Stream.generate(NewId::next).limit(100_000).map(UUID::toString).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_id_is_a_uuid_of_version_7_that_tells_its_time() {
        var id = NewId.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Duration.between(NewId.time(id), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void threads_never_make_the_same_id() throws InterruptedException, ExecutionException {
        Callable<List<UUID>> thousand = () -> Stream.generate(NewId::next).limit(1000).toList();
        var all = new ArrayList<UUID>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var made : threads.invokeAll(Stream.generate(() -> thousand).limit(20).toList())) {
                all.addAll(made.get());
            }
        }

        assertThat(new HashSet<>(all)).hasSize(20_000);
    }
}
