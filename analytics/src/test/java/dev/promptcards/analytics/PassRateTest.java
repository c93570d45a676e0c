package dev.promptcards.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PassRateTest {

    @Test
    void the_interval_is_wilsons_as_newcombe_prints_it() {
        // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
        assertInterval(81, 263, 0.2553, 0.3662);
        assertInterval(15, 148, 0.0624, 0.1605);
        assertInterval(0, 20, 0.0000, 0.1611);
        assertInterval(1, 29, 0.0061, 0.1718);
    }

    @Test
    void a_full_house_is_not_certainty() {
        var rate = PassRate.of(20, 20);
        assertThat(rate.rate()).isEqualTo(1);
        assertThat(rate.low()).isLessThan(0.85);
        assertThat(rate.high()).isCloseTo(1, within(1e-12));
    }

    private static void assertInterval(int passed, int tries, double low, double high) {
        var rate = PassRate.of(passed, tries);
        assertThat(rate.low()).isCloseTo(low, within(0.00005));
        assertThat(rate.high()).isCloseTo(high, within(0.00005));
    }
}
