package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a configuration wants to be run; what is said on the command line wins.
///
/// @param timeoutMillis for one call
/// @param outputs files to write the results to
public record RunOptions(
        OptionalInt repeat,
        OptionalInt maxConcurrency,
        Optional<Boolean> cache,
        OptionalInt timeoutMillis,
        List<String> outputs) {

    static RunOptions read(Located config) throws Refusal {
        Located command = config.get("commandLineOptions");
        Located evaluate = config.get("evaluateOptions");
        for (Located options : List.of(command, evaluate)) {
            if (options.isPresent() && !options.value().isObject()) {
                throw options.place().refused("expected a mapping of options, such as {repeat: 2}");
            }
        }
        return new RunOptions(
                number(command, evaluate, "repeat"),
                number(command, evaluate, "maxConcurrency"),
                flag(command, evaluate, "cache"),
                number(command, evaluate, "timeoutMs"),
                outputs(config.get("outputPath")));
    }

    private static OptionalInt number(Located command, Located evaluate, String key)
            throws Refusal {
        for (Located options : List.of(command, evaluate)) {
            JsonNode value = options.value().path(key);
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            if (!value.canConvertToInt() || value.intValue() < 0) {
                throw options.at(key)
                        .refused("'%s' is a whole number; got '%s'".formatted(key, value.asText()));
            }
            // 0 stands for "not set": promptfoo's way to say no time-out.
            return value.intValue() == 0 ? OptionalInt.empty() : OptionalInt.of(value.intValue());
        }
        return OptionalInt.empty();
    }

    private static Optional<Boolean> flag(Located command, Located evaluate, String key) {
        return List.of(command, evaluate).stream()
                .map(options -> options.value().path(key))
                .filter(JsonNode::isBoolean)
                .findFirst()
                .map(JsonNode::booleanValue);
    }

    private static List<String> outputs(Located path) {
        List<String> outputs = new ArrayList<>();
        for (JsonNode one : path.value().isArray() ? path.value() : List.of(path.value())) {
            if (one.isTextual()) {
                outputs.add(one.textValue());
            }
        }
        return List.copyOf(outputs);
    }
}
