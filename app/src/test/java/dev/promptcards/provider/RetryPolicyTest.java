package dev.promptcards.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.RateLimited;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.RetryPolicy.Decision;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

class RetryPolicyTest {

    private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;
    private static final ProviderResult REFUSED = new Unavailable(Optional.empty(), "500");
    private static final ProviderResult LOST = new Lost("cut");

    @Test
    void a_refused_call_is_made_eight_times_in_all() {
        for (int tries = 1; tries < 8; tries++) {
            assertThat(decide(REFUSED, tries, 0)).isInstanceOf(Decision.RetryAfter.class);
        }
        assertThat(decide(REFUSED, 8, 0)).isEqualTo(new Decision.GiveUp());
    }

    @Test
    void a_lost_call_is_sent_four_times_in_all() {
        for (int sends = 1; sends < 4; sends++) {
            assertThat(decide(LOST, sends, sends)).isInstanceOf(Decision.RetryAfter.class);
        }
        assertThat(decide(LOST, 4, 4)).isEqualTo(new Decision.GiveUp());
    }

    @Test
    void what_will_not_get_better_is_not_tried_again() {
        assertThat(decide(new Rejected(400, "no"), 1, 0)).isEqualTo(new Decision.GiveUp());
        assertThat(decide(new Malformed("html", new byte[0]), 1, 0))
                .isEqualTo(new Decision.GiveUp());
    }

    @ParameterizedTest
    @CsvSource({"1, 250, 500", "2, 500, 1000", "3, 1000, 2000", "7, 16000, 32000"})
    void the_wait_doubles_and_lies_between_half_of_itself_and_all(int tries, long low, long high) {
        assertThat(delay(REFUSED, tries, 0.0)).isEqualTo(Duration.ofMillis(low));
        assertThat(delay(REFUSED, tries, 0.5)).isEqualTo(Duration.ofMillis((low + high) / 2));
        assertThat(delay(REFUSED, tries, 0.999))
                .isLessThan(Duration.ofMillis(high))
                .isGreaterThan(Duration.ofMillis(high * 99 / 100));
    }

    @Test
    void retry_after_is_obeyed_and_the_calls_are_spread_behind_it() {
        var limited = new RateLimited(Optional.of(Duration.ofSeconds(20)), "429");
        assertThat(delay(limited, 1, 0.0)).isEqualTo(Duration.ofSeconds(20));
        assertThat(delay(limited, 1, 0.5)).isEqualTo(Duration.ofMillis(20_250));
    }

    @Test
    void nothing_is_put_off_longer_than_the_longest_wait() {
        var limited = new RateLimited(Optional.of(Duration.ofHours(5)), "429");
        assertThat(delay(limited, 1, 0.9)).isEqualTo(POLICY.longestWait());
        var patient = new RetryPolicy(100, 4, Duration.ofSeconds(1), Duration.ofMinutes(2));
        var decision = (Decision.RetryAfter) patient.decide(REFUSED, 90, 0, always(0.99));
        assertThat(decision.delay()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    private static Decision decide(ProviderResult result, int tries, int sends) {
        return POLICY.decide(result, tries, sends, always(0.5));
    }

    private static Duration delay(ProviderResult result, int tries, double random) {
        return ((Decision.RetryAfter) POLICY.decide(result, tries, 0, always(random))).delay();
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
