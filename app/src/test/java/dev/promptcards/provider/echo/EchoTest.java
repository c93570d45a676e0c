package dev.promptcards.provider.echo;

import static dev.promptcards.provider.ProviderBeans.object;
import static dev.promptcards.provider.ProviderBeans.ready;
import static dev.promptcards.provider.ProviderBeans.request;
import static dev.promptcards.provider.ProviderBeans.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderResult.Completed;
import dev.promptcards.provider.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

class EchoTest {

    private final Provider echo =
            ready(
                    ProviderBeans.providers()
                            .resolve(
                                    ProviderBeans.WORKSPACE,
                                    spec("echo", "{}"),
                                    Map.of(),
                                    ProviderBeans.SCOPE));

    @ParameterizedTest
    @ValueSource(strings = {"", "quick", " a\n", "[ {\"role\":\"user\",\"content\":\"é🦆\"} ]"})
    void the_prompt_is_the_answer_to_the_letter_and_free(String prompt) {
        var completed = (Completed) echo.call(request(prompt));
        assertThat(completed.answer().output().asText()).isEqualTo(prompt);
        assertThat(completed.answer().costUsd()).hasValue(0);
        assertThat(completed.answer().tokens()).contains(Usage.NONE);
        assertThat(completed.answer().latencyMillis()).isPositive();
        assertThat(echo.metered()).isFalse();
        var again = (Completed) echo.read(completed.body(), object("{}"), Duration.ZERO);
        assertThat(again.answer().output()).isEqualTo(completed.answer().output());
    }

    @Test
    void an_answer_took_some_time_however_soon_it_came() {
        var soonest =
                IntStream.range(0, 10_000)
                        .mapToObj(_ -> (Completed) echo.call(request("")))
                        .mapToDouble(completed -> completed.answer().latencyMillis())
                        .min()
                        .orElseThrow();

        assertThat(soonest).isGreaterThanOrEqualTo(0.001);
    }
}
