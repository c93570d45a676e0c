package dev.promptcards.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.SandboxLimits;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/// Scripts that would never end: an error of their own case, whichever way they were asked.
class HostileScriptsTest {

    private static final Workbench BENCH =
            new Workbench(new Sandbox(new SandboxLimits(Duration.ofMillis(300), 64, 6)));

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'javascript', 'value': 'for (;;) {}\\nreturn true'}",
                "{'type': 'not-javascript', 'value': 'while (true) {}\\nreturn true'}",
                "{'type': 'regex', 'value': '^(a+)+$'}",
                "{'type': 'not-regex', 'value': '^(a+)+$'}",
                "{'type': 'not-equals', 'value': 'x', 'transform': 'for (;;) {}\\nreturn 1'}",
                "{'type': 'not-contains', 'value': '{% for i in range(1000000000) %}{% endfor %}x'}"
            })
    void a_script_that_never_ends_is_an_error_that_names_the_limit(String assertion) {
        Grade grade = BENCH.grade("[" + assertion + "]", "a".repeat(40) + "!");

        assertThat(grade.errored()).as(grade.reason()).isTrue();
        assertThat(grade.passed()).isFalse();
        assertThat(grade.reason()).contains("300");
    }

    @Test
    void a_script_that_was_stopped_leaves_the_checks_beside_it_their_verdicts() {
        Grade grade =
                BENCH.grade(
                        """
                        [{'type': 'regex', 'value': '^a'},
                         {'type': 'javascript', 'value': 'for (;;) {}\\nreturn true'},
                         {'type': 'javascript', 'value': 'output.length > 3'}]
                        """,
                        "aaaa");

        assertThat(grade.components())
                .extracting(Component::passed, Component::errored)
                .containsExactly(tuple(true, false), tuple(false, true), tuple(true, false));
    }

    @Test
    void a_closed_sandbox_gives_errors_and_no_exceptions() {
        Workbench closed = new Workbench();
        closed.close();

        Grade grade = closed.grade("[{'type': 'regex', 'value': 'a'}]", "a");

        assertThat(grade.errored()).isTrue();
        assertThat(grade.reason()).isNotBlank();
    }
}
