package dev.promptcards.provider.price;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.provider.price.Price.LongContext;
import dev.promptcards.provider.price.Price.Rates;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// The snapshot of list prices, `prices/2026-11-20.json`: standard processing, text in and text
/// out.
@Singleton
public class Prices {

    private static final String SNAPSHOT = "/prices/2026-11-20.json";

    /// The date many providers put behind a model's name: `-2024-07-18`, `-20250219`.
    private static final Pattern DATED = Pattern.compile("-20\\d{2}-?\\d{2}-?\\d{2}$");

    private final LocalDate date;
    private final Map<String, Price> models = new HashMap<>();

    Prices() {
        JsonNode snapshot = snapshot();
        this.date = LocalDate.parse(snapshot.required("date").asText());
        snapshot.required("models")
                .properties()
                .forEach(entry -> models.put(entry.getKey(), price(entry.getValue())));
    }

    /// The day the prices were looked up.
    public LocalDate date() {
        return date;
    }

    /// The price of a model by its name, also behind a vendor (`openai/gpt-4o`) or with its date.
    /// Names a customer has made, of fine-tuned models or deployments, have no list price.
    public Optional<Price> of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return Optional.ofNullable(models.get(name))
                .or(() -> Optional.ofNullable(models.get(DATED.matcher(name).replaceFirst(""))));
    }

    private static JsonNode snapshot() {
        try (InputStream stream =
                Objects.requireNonNull(Prices.class.getResourceAsStream(SNAPSHOT), SNAPSHOT)) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("The prices " + SNAPSHOT + " cannot be read", e);
        }
    }

    private static Price price(JsonNode model) {
        return new Price(
                rates(model),
                Optional.ofNullable(model.get("long"))
                        .map(
                                tier ->
                                        new LongContext(
                                                tier.required("above").asLong(), rates(tier))));
    }

    private static Rates rates(JsonNode from) {
        double input = from.required("input").asDouble();
        return new Rates(
                input, from.path("cached").asDouble(input), from.required("output").asDouble());
    }
}
