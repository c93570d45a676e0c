package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.cases.Sample;
import dev.promptcards.promptfoo.cases.TestFilter;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The filters of tests promptfoo also takes from a configuration: a range and a sample. Those of
/// the command line win.
final class WrittenFilters {

    private static final Pattern RANGE =
            Pattern.compile("\\s*(?=.*\\d)(\\d{0,9})\\s*:\\s*(\\d{0,9})\\s*");

    private WrittenFilters() {}

    static TestFilter with(TestFilter given, Located config) throws Refusal {
        Located command = config.get("commandLineOptions");
        TestFilter filter = given;
        if (given.from().isEmpty() && given.to().isEmpty()) {
            for (Located options : List.of(command, config.get("evaluateOptions"))) {
                if (options.get("filterRange").isPresent()) {
                    filter = ranged(filter, options);
                    break;
                }
            }
        }
        OptionalLong size = number(command, "filterSample");
        return filter.sample().isPresent() || size.isEmpty()
                ? filter
                : filter.withSample(
                        new Sample(size.getAsLong(), number(command, "filterSampleSeed")));
    }

    private static TestFilter ranged(TestFilter filter, Located options) throws Refusal {
        String text = options.value().path("filterRange").asText();
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            throw options.at("filterRange")
                    .refused("'filterRange' is FROM:TO, such as '10:20'; got '%s'".formatted(text));
        }
        return filter.withRange(bound(range.group(1)), bound(range.group(2)));
    }

    private static OptionalLong bound(String digits) {
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    private static OptionalLong number(Located options, String key) throws Refusal {
        JsonNode value = options.value().path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        Optional<Long> number =
                Optional.of(value.asText())
                        .filter(text -> text.matches("-?\\d{1,15}"))
                        .map(Long::valueOf);
        return OptionalLong.of(
                number.orElseThrow(
                        () ->
                                options.at(key)
                                        .refused(
                                                "'%s' is a whole number; got '%s'"
                                                        .formatted(key, value.asText()))));
    }
}
