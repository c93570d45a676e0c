package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        // passed, total, threshold, code for failure, expected
        "3, 3, '', '', 0",
        "2, 3, '', '', 100",
        "0, 0, '', '', 0",
        "9, 10, 90, '', 0",
        "9, 10, 90.1, '', 100",
        "0, 10, 0, '', 0",
        "9, 10, nonsense, '', 100",
        "9, 10, '', 7, 7",
        "9, 10, '', 0, 0",
        "9, 10, '', seven, 100",
    })
    void is_100_below_the_pass_rate_asked_for(
            int passed, int total, String threshold, String code, int expected) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PROMPTFOO_PASS_RATE_THRESHOLD", threshold);
        environment.put("PROMPTFOO_FAILED_TEST_EXIT_CODE", code);

        assertThat(ExitCode.of(passed, total, environment)).isEqualTo(expected);
    }
}
