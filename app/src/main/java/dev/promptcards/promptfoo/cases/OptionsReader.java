package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `options` of a test, with what their files hold. All are passed on: what is no option of a
/// test is one of the provider's, for this test alone.
final class OptionsReader {

    private static final Set<String> AROUND = Set.of("prefix", "suffix");
    private static final Set<String> SCRIPTS = Set.of("transform", "transformVars", "rubricPrompt");

    /// What is not handed to the column's provider.
    private static final Set<String> NOT_SETTINGS =
            Stream.of(Set.of("provider", "postprocess"), AROUND, SCRIPTS)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private final ScriptValues values;
    private final TestProviders providers;

    OptionsReader(ScriptValues values, TestProviders providers) {
        this.values = values;
        this.providers = providers;
    }

    ObjectNode read(Located options, Remarks remarks) throws Refusal {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        if (!options.isPresent()) {
            return read;
        }
        if (!options.value().isObject()) {
            throw options.place()
                    .refused("'options' is a mapping, such as {transform: output.trim()}");
        }
        ObjectNode settings = options.value().deepCopy();
        settings.remove(NOT_SETTINGS);
        if (providers.holdsKey(settings)) {
            throw options.place()
                    .refused(
                            "a key stands in 'options', which are kept with the test; write it in"
                                    + " the 'config' of a provider, from where it is sealed");
        }
        for (Map.Entry<String, JsonNode> entry : options.value().properties()) {
            // The older name of the same option.
            String key = entry.getKey().equals("postprocess") ? "transform" : entry.getKey();
            if (AROUND.contains(key) && entry.getValue().asText("").isEmpty()) {
                // Nothing before or after the prompt is as good as not saying: the default's stays.
                continue;
            }
            Place place = options.at(entry.getKey());
            if (key.equals("repeat")) {
                checkRepeat(place, entry.getValue(), remarks);
                continue;
            }
            read.set(key, entry.getValue());
            if (key.equals("provider")) {
                read.set(key, providers.grader(place, entry.getValue(), remarks));
            } else if (SCRIPTS.contains(key)) {
                values.inline(read, key, place, remarks);
            } else {
                values.deep(read, key, place, remarks);
            }
        }
        return read;
    }

    /// All tests of a run are tried equally often. promptfoo passes over what is no such number.
    private static void checkRepeat(Place place, JsonNode times, Remarks remarks) {
        if (times.isIntegralNumber() && times.longValue() > 1) {
            remarks.unsupported(
                    place,
                    "'repeat' of a single test is not supported; 'evaluateOptions: {repeat: %s}'"
                                    .formatted(times.asText())
                            + " repeats all tests");
        }
    }
}
