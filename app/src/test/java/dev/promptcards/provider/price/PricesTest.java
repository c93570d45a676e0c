package dev.promptcards.provider.price;

import static dev.promptcards.provider.ProviderBeans.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.promptcards.provider.Usage;
import dev.promptcards.provider.price.Price.LongContext;
import dev.promptcards.provider.price.Price.Rates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class PricesTest {

    private static final Price PRICE =
            new Price(
                    new Rates(2, 0.5, 10), Optional.of(new LongContext(1000, new Rates(4, 1, 20))));

    private final Prices prices = new Prices();

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini, 0.15, 0.60",
        "gpt-4o-mini-2024-07-18, 0.15, 0.60",
        "openai/gpt-4o-mini, 0.15, 0.60",
        "gpt-4o-2024-05-13, 5, 15",
        "gpt-4o-2024-11-20, 2.5, 10",
        "claude-sonnet-4-5-20250929, 3, 15",
        "anthropic/claude-haiku-4-5, 1, 5",
        "gemini-2.5-flash, 0.3, 2.5",
        "mistral-large-latest, 0.5, 1.5",
    })
    void a_model_has_its_list_price_with_its_date_or_vendor_too(
            String model, double input, double output) {
        var rates = prices.of(model).orElseThrow().rates();
        assertThat(rates.input()).isEqualTo(input);
        assertThat(rates.output()).isEqualTo(output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fake-model",
                "gpt-4o-mini-tuned",
                "ft:gpt-4o-mini:team::id",
                "gpt-4o-mini:free",
                "gpt-99",
                "6b_finetuning"
            })
    void an_unknown_model_has_no_price(String model) {
        assertThat(prices.of(model)).isEmpty();
    }

    @Test
    void the_snapshot_has_a_date() {
        assertThat(prices.date()).hasToString("2026-11-20");
    }

    @ParameterizedTest
    @CsvSource({
        // prompt, completion, total, cached, and USD per million calls
        "100, 10, 110, 0, 300",
        "100, 10, 110, 40, 240",
        "100, 10, 110, 999, 150",
        "1000, 0, 1000, 0, 2000",
        "1001, 0, 1001, 0, 4004",
        "1001, 10, 1011, 1, 4201",
        // Reasoning tokens that the total counts and the completion does not.
        "100, 10, 150, 0, 700",
    })
    void a_call_costs_its_tokens(
            long prompt, long completion, long total, long cached, double microUsd) {
        var usage = new Usage(prompt, completion, total, cached, 0);
        assertThat(PRICE.costUsd(usage) * 1e6).isCloseTo(microUsd, within(1e-9));
    }

    @Test
    void a_configuration_overrides_what_it_names() {
        var one = PriceOverride.in(object("{\"inputCost\": 0.000003}")).over(Optional.of(PRICE));
        assertThat(one.orElseThrow().rates()).isEqualTo(new Rates(3, 3, 10));
        var both = PriceOverride.in(object("{\"cost\": 0.000001}")).over(Optional.of(PRICE));
        assertThat(both.orElseThrow().longContext().orElseThrow().rates())
                .isEqualTo(new Rates(1, 1, 1));
        assertThat(PriceOverride.in(object("{}")).over(Optional.of(PRICE))).contains(PRICE);
    }

    @Test
    void a_price_half_known_is_unknown() {
        assertThat(PriceOverride.in(object("{\"inputCost\": 1}")).over(Optional.empty())).isEmpty();
        assertThat(PriceOverride.in(object("{}")).over(Optional.empty())).isEmpty();
        assertThat(
                        PriceOverride.in(object("{\"inputCost\": 1, \"outputCost\": 2}"))
                                .over(Optional.empty()))
                .isPresent();
    }
}
