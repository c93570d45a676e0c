package dev.promptcards.script;

import static dev.promptcards.script.Workshop.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// When engines come and go.
class SandboxLifeTest {

    private static final ScriptScope FIRST = new ScriptScope("first");
    private static final ScriptScope SECOND = new ScriptScope("second");
    private static final ScriptScope THIRD = new ScriptScope("third");
    private static final ScriptResult GONE = value("\"undefined\"");
    private static final ScriptResult THERE = value("\"number\"");

    private final Set<Thread> before = threads();
    private final Workshop workshop = new Workshop(new SandboxLimits(Duration.ofSeconds(2), 64, 2));

    @Test
    void nothing_is_created_before_the_first_job_and_nothing_stays_after_the_last() {
        assertThat(started()).isEmpty();

        workshop.evaluate(FIRST, "1");
        assertThat(started()).isNotEmpty().allMatch(Thread::isDaemon);

        workshop.sandbox().release(FIRST);
        await().untilAsserted(
                        () -> assertThat(started()).noneMatch(t -> t.getName().equals("sandbox")));
    }

    @Test
    void jobs_of_a_scope_share_their_globals_until_it_is_released() {
        workshop.evaluate(FIRST, "globalThis.kept = 1");
        assertThat(workshop.evaluate(FIRST, "typeof kept")).isEqualTo(THERE);

        workshop.sandbox().release(FIRST);
        assertThat(workshop.evaluate(FIRST, "typeof kept")).isEqualTo(GONE);
        workshop.close();
    }

    @Test
    void the_scope_that_asked_longest_ago_loses_its_engine_when_there_are_too_many() {
        workshop.evaluate(FIRST, "globalThis.kept = 1");
        workshop.evaluate(SECOND, "globalThis.kept = 1");
        workshop.evaluate(FIRST, "0");

        workshop.evaluate(THIRD, "globalThis.kept = 1");

        assertThat(workshop.evaluate(FIRST, "typeof kept")).isEqualTo(THERE);
        assertThat(workshop.evaluate(SECOND, "typeof kept")).isEqualTo(GONE);
        workshop.close();
    }

    @Test
    void jobs_handed_in_before_a_release_are_done() {
        var job = new ScriptJob.Evaluate("1 + 1", Map.of());
        var before = workshop.sandbox().submit(FIRST, job);
        workshop.sandbox().release(FIRST);

        assertThat(before.join()).isEqualTo(value("2"));
        workshop.close();
    }

    @Test
    void a_closed_sandbox_answers_that_it_is_closed() {
        var endless = new ScriptJob.Evaluate("(() => { for (;;); })()", Map.of());
        var running = workshop.sandbox().submit(FIRST, endless);
        var waiting = workshop.sandbox().submit(FIRST, endless);

        workshop.close();

        var closed = new ScriptResult.Stopped("The sandbox was closed");
        assertThat(waiting.join()).isEqualTo(closed);
        assertThat(running.join()).isInstanceOf(ScriptResult.Stopped.class);
        assertThat(workshop.evaluate(SECOND, "1")).isEqualTo(closed);
    }

    private Set<Thread> started() {
        Set<Thread> started = threads();
        started.removeAll(before);
        return started;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sandbox"))
                .collect(Collectors.toSet());
    }
}
