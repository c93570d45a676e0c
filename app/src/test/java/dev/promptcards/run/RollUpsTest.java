package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Whatever happens to executions, the roll-ups kept with them are those made anew from them.
@MicronautTest(transactional = false)
@Property(name = "promptcards.role", value = "api")
class RollUpsTest implements OnTestServers {

    private static final int STEPS = 60;

    @Inject WorkspaceTransactions transactions;
    @Inject Decisions decisions;
    private RolledUpRuns rolled;

    @BeforeEach
    void in_a_workspace_of_their_own() {
        rolled = new RolledUpRuns(transactions);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void after_any_history_they_are_those_made_anew(long seed) {
        var random = new Random(seed);
        var runs = List.of(rolled.seeded(0), rolled.seeded(0), rolled.seeded(1));
        for (int i = 0; i < STEPS; i++) {
            var run = runs.get(random.nextInt(runs.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> rolled.settle(run, random);
                case 3 -> rolled.hold(run, random);
                case 4 -> rolled.compare(run, random);
                case 5 -> decisions.retryUnknown(rolled.workspace(), run.run());
                case 6 -> rolled.killed(run, random);
                default -> {
                    if (random.nextBoolean()) {
                        decisions.failUnknown(rolled.workspace(), run.run());
                    } else {
                        decisions.retryErrors(
                                rolled.workspace(), run.run(), RunSecrets.Content.NONE);
                    }
                }
            }
            rolled.assertKeptAsRebuilt();
        }
        assertThat(rolled.count("executions > 0")).isPositive();
        assertThat(rolled.count("latency_histogram <> '{}'")).isPositive();
    }

    @Test
    void those_who_store_at_once_count_everything_once() throws Exception {
        var runs = List.of(rolled.seeded(0), rolled.seeded(0), rolled.seeded(0), rolled.seeded(1));
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (var run : runs) {
                for (int i = 0; i < 2; i++) {
                    long seed = done.size();
                    done.add(
                            workers.submit(
                                    () -> {
                                        var random = new Random(seed);
                                        for (int step = 0; step < 10; step++) {
                                            rolled.settle(run, random);
                                            decisions.retryErrors(
                                                    rolled.workspace(),
                                                    run.run(),
                                                    RunSecrets.Content.NONE);
                                        }
                                    }));
                }
            }
            done.add(workers.submit(rolled::rebuild));
            for (var one : done) {
                one.get();
            }
        }
        rolled.assertKeptAsRebuilt();
    }

    @Test
    void what_is_deleted_leaves_no_row_behind() {
        var run = rolled.seeded(0);
        rolled.errors(run, 3);
        assertThat(rolled.count("true")).isEqualTo(4);
        decisions.retryErrors(rolled.workspace(), run.run(), RunSecrets.Content.NONE);
        assertThat(rolled.count("true")).isZero();
    }
}
