package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.cli.eval.EarlierResults.Kind;
import dev.promptcards.promptfoo.Filters;
import dev.promptcards.promptfoo.cases.TestFilter;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

class FilterOptionsTest {

    @Command(name = "probe")
    private static final class Probe {
        @Mixin private FilterOptions filter = new FilterOptions();
    }

    private final List<String> asked = new ArrayList<>();

    private Filters filters(String... arguments) {
        return probe(arguments)
                .filter
                .filters(
                        (run, kind) -> {
                            asked.add(run + " " + kind);
                            return Set.of("{}");
                        });
    }

    private static Probe probe(String... arguments) {
        Probe probe = new Probe();
        new CommandLine(probe).parseArgs(arguments);
        return probe;
    }

    @Test
    void the_first_tests_alone_leave_the_suite_whole() {
        assertThat(filters("-n", "3")).isEqualTo(Filters.NONE);
        assertThat(probe("-n", "3").filter.firstOfAll()).contains(3L);
        assertThat(probe("-n", "3", "--filter-pattern", "x").filter.firstOfAll()).isEmpty();
        assertThat(filters("-n", "3", "--filter-pattern", "x").tests().first()).hasValue(3);
    }

    @Test
    void a_number_of_tests_that_is_none_is_refused_by_its_option() {
        for (String none : List.of("-3", "0")) {
            assertThatThrownBy(() -> filters("-n", none))
                    .isInstanceOf(ParameterException.class)
                    .hasMessage(
                            "-n, --filter-first-n is a number of tests, at least 1; got " + none);
        }
    }

    @Test
    void a_range_may_be_open_at_either_end() {
        assertThat(filters("--filter-range", "2:").tests())
                .extracting(TestFilter::from, TestFilter::to)
                .containsExactly(OptionalLong.of(2), OptionalLong.empty());
        assertThat(filters("--filter-range", ":5").tests().to()).hasValue(5);
        assertThatThrownBy(() -> filters("--filter-range", "5"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("FROM:TO");
    }

    @Test
    void runs_are_asked_for_what_came_out_so() {
        Filters filters = filters("--filter-failing", "41", "--filter-errors-only", "42");

        assertThat(asked).containsExactly("41 " + Kind.FAILING, "42 " + Kind.ERRORS);
        assertThat(filters.tests().vars()).contains(Set.of("{}"));
    }

    @Test
    void metadata_may_be_asked_for_more_than_once_and_targets_are_providers() {
        Filters filters =
                filters(
                        "--filter-metadata",
                        "a=b",
                        "--filter-metadata",
                        "c=d=e",
                        "--filter-targets",
                        "x");

        assertThat(filters.tests().metadata().toString()).isEqualTo("[a=b, c=d=e]");
        assertThat(filters.providers()).get().hasToString("x");
        assertThatThrownBy(() -> filters("--filter-providers", "("))
                .hasMessageContaining("no regular expression");
    }
}
