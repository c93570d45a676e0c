package dev.promptcards.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Provider;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Usage;
import dev.promptcards.provider.price.PriceOverride;
import dev.promptcards.provider.price.Prices;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// Expects what a run will cost, before it starts. A rule of thumb on the safe side: four
/// characters are a token; an answer is as long as it may be (`max_tokens`, else 1,024); a judge
/// reads prompt, answer and 500 tokens of rubric, once for each assertion it judges; nothing comes
/// from the cache.
@Singleton
final class Estimates {

    private static final int CHARACTERS_A_TOKEN = 4;
    private static final int RUBRIC_TOKENS = 500;

    /// A price may be anything an author writes; beyond this nothing changes any more.
    private static final double MOST_USD = 1e9;

    /// What the adapters for OpenAI ask for where nothing is said.
    private static final int OUTPUT_TOKENS = 1024;

    private static final List<String> OUTPUT_LIMITS =
            List.of("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens");

    private final Prices prices;
    private final ObjectMapper json;

    Estimates(Prices prices, ObjectMapper json) {
        this.prices = prices;
        this.json = json;
    }

    /// A version's text and settings.
    private record Written(long characters, JsonNode settings) {}

    /// @param planned the columns, and what their providers came to
    /// @param hasKey whether the run brings a key of that name
    Estimate of(
            Handle handle,
            WorkspaceId workspace,
            Pins.PinnedSuite suite,
            RunRequest request,
            List<ColumnPlan.Planned> planned,
            ColumnChoices choices,
            Predicate<String> hasKey) {
        int cases = request.cases(suite.cases());
        double caseCharacters = SuiteSize.caseCharacters(handle, workspace, suite, cases);
        var judges = SuiteSize.judges(handle, workspace, suite, cases);
        var sum = new Sum();
        for (var one : planned) {
            if (!(one.resolved() instanceof Resolved.Ready(Provider provider))) {
                continue;
            }
            var column = one.column();
            long items = choices.items(column.number(), request.repeats());
            var written = written(handle, workspace, column);
            long asked = Math.round((written.characters() + caseCharacters) / CHARACTERS_A_TOKEN);
            long answered = outputTokens(written.settings(), column.config());
            if (provider.metered()) {
                sum.add(items, cost(column.model(), column.config(), asked, answered));
            }
            for (var judge : judges) {
                sum.add(
                        items * judge.perCase(),
                        judged(judge, hasKey, asked + answered + RUBRIC_TOKENS));
            }
        }
        return sum.estimate();
    }

    private Written written(Handle handle, WorkspaceId workspace, Column column) {
        return handle.createQuery(
                        """
                        SELECT length(coalesce(template, messages::text, '')) AS characters, settings
                          FROM card_versions
                         WHERE workspace_id = :workspaceId AND card_id = :cardId AND number = :number
                        """)
                .bind("workspaceId", workspace.value())
                .bind("cardId", column.cardId())
                .bind("number", column.version())
                .mapTo(Written.class)
                .one();
    }

    private OptionalDouble judged(
            SuiteSize.Asked judge, Predicate<String> hasKey, long promptTokens) {
        var provider = provider(judge);
        var text = provider.has("text") ? provider.get("text") : provider;
        var config = text.path("config");
        var id = text.isTextual() ? text.textValue() : text.path("id").asText();
        var model =
                ModelName.of(
                        id.isEmpty() ? DefaultGrader.text((name, _) -> hasKey.test(name)) : id);
        return List.of("echo", "replay").contains(model.kind())
                ? OptionalDouble.of(0)
                : cost(model.model(), config, promptTokens, outputTokens(config, config));
    }

    private JsonNode provider(SuiteSize.Asked judge) {
        try {
            return judge.provider() == null
                    ? TextNode.valueOf("")
                    : json.readTree(judge.provider());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }

    /// As the answers' price is found: what the configuration says, else the list price.
    private OptionalDouble cost(String model, JsonNode config, long asked, long answered) {
        var usage = new Usage(asked, answered, asked + answered, 0, 0);
        return PriceOverride.in(config)
                .over(prices.of(model))
                .map(price -> price.costUsd(usage))
                .filter(usd -> Double.isFinite(usd) && usd >= 0)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    private static long outputTokens(JsonNode settings, JsonNode config) {
        return OUTPUT_LIMITS.stream()
                .flatMap(name -> List.of(settings.path(name), config.path(name)).stream())
                .filter(JsonNode::isNumber)
                .mapToLong(JsonNode::longValue)
                .findFirst()
                .orElse(OUTPUT_TOKENS);
    }

    private static final class Sum {
        private double costUsd;
        private double unpriced;

        void add(double calls, OptionalDouble each) {
            costUsd += calls * each.orElse(0);
            unpriced += each.isPresent() ? 0 : calls;
        }

        Estimate estimate() {
            return new Estimate(
                    BigDecimal.valueOf(Math.clamp(costUsd, 0, MOST_USD))
                            .setScale(10, RoundingMode.HALF_UP),
                    (int) Math.min(Math.ceil(unpriced), Integer.MAX_VALUE));
        }
    }
}
