package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

    /// Values by hand: 2 · Σ C(n, i) / 2ⁿ over i up to the smaller count.
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, false",
        "1, 0, 1, false",
        "3, 3, 1, false",
        "5, 0, 0.0625, false",
        "6, 0, 0.03125, true",
        "0, 6, 0.03125, true",
        "10, 2, 0.03857421875, true",
        "9, 2, 0.0654296875, false",
        "1000, 900, 0.0231, true",
    })
    void the_p_value_is_that_of_the_exact_test(
            int better, int worse, double pValue, boolean decided) {
        McNemar test = new McNemar(better, worse);

        assertThat(test.pValue()).isCloseTo(pValue, within(5e-5));
        assertThat(test.decided()).isEqualTo(decided);
    }
}
