package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// How a configuration wants to be run; what is said on the command line wins.
///
/// @param timeoutMillis for one call
/// @param delayMillis between calls
/// @param outputs files to write the results to
/// @param environmentFiles in place of the usual `.env`
public record RunOptions(
        OptionalInt repeat,
        OptionalInt maxConcurrency,
        Optional<Boolean> cache,
        OptionalInt timeoutMillis,
        OptionalInt delayMillis,
        List<String> outputs,
        List<Path> environmentFiles) {

    /// What promptfoo takes from the command line only, wherever else it is written.
    private static final Set<String> COMMAND_LINE_ONLY =
            Set.of(
                    "filterPattern",
                    "filterProviders",
                    "filterTargets",
                    "filterPrompts",
                    "filterFirstN",
                    "filterMetadata",
                    "filterErrorsOnly",
                    "filterFailing",
                    "filterFailingOnly",
                    "var",
                    "vars",
                    "prompts",
                    "providers",
                    "tests",
                    "assertions",
                    "modelOutputs",
                    "promptPrefix",
                    "promptSuffix",
                    "grader",
                    "output",
                    "config");

    static RunOptions read(Folder folder, Located config, Consumer<Finding> findings)
            throws Refusal {
        Located command = config.get("commandLineOptions");
        Located evaluate = config.get("evaluateOptions");
        for (Located options : List.of(command, evaluate)) {
            if (options.isPresent() && !options.value().isObject()) {
                throw options.place().refused("expected a mapping of options, such as {repeat: 2}");
            }
        }
        for (Map.Entry<String, JsonNode> entry : command.value().properties()) {
            if (COMMAND_LINE_ONLY.contains(entry.getKey())) {
                findings.accept(
                        command.at(entry.getKey())
                                .ignored(
                                        "'%s' is passed over here, as promptfoo does; give it on the command line"
                                                .formatted(entry.getKey())));
            }
        }
        return new RunOptions(
                number(command, evaluate, "repeat"),
                number(command, evaluate, "maxConcurrency"),
                flag(command, evaluate, "cache"),
                number(command, evaluate, "timeoutMs"),
                number(command, evaluate, "delay"),
                texts(config.get("outputPath")),
                environmentFiles(folder, command));
    }

    private static List<Path> environmentFiles(Folder folder, Located command) throws Refusal {
        List<Path> files = new ArrayList<>();
        for (String name : texts(command.get("envPath"))) {
            files.add(folder.file(command.at("envPath"), name));
        }
        return List.copyOf(files);
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

    private static List<String> texts(Located path) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : path.value().isArray() ? path.value() : List.of(path.value())) {
            if (one.isTextual()) {
                texts.add(one.textValue());
            }
        }
        return List.copyOf(texts);
    }
}
