package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.RunOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class RunSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0    | 1    | --repeat (`repeat`) has to be 1 to 1,000; got 0",
                "1001 | 1    | --repeat (`repeat`) has to be 1 to 1,000; got 1,001",
                "1    | 0    | -j, --max-concurrency (`maxConcurrency`) has to be 1 to 4,096; got"
                        + " 0",
                "1    | 5000 | -j, --max-concurrency (`maxConcurrency`) has to be 1 to 4,096; got"
                        + " 5,000",
            })
    void a_number_out_of_bounds_is_refused_by_the_name_it_was_written_under(
            int repeat, int concurrency, String message) {
        var none = OptionalInt.empty();
        var config = new RunOptions(none, none, Optional.empty(), none, none, List.of(), List.of());

        assertThatThrownBy(
                        () ->
                                RunSettings.of(
                                        config,
                                        Optional.of(repeat),
                                        Optional.of(concurrency),
                                        false,
                                        Optional.empty(),
                                        "retry"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessage(message);
    }
}
