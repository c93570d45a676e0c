package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Keys;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.YamlFile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The parts of a configuration file by their names, with what the command line says in their
/// place.
record ConfigFile(Located config, Folder folder, Overrides overrides, Environment environment) {

    private static final Keys KEYS =
            new Keys(
                    "the configuration",
                    Set.of(
                            "$schema",
                            "description",
                            "tags",
                            "prompts",
                            "providers",
                            "targets",
                            "tests",
                            "defaultTest",
                            "scenarios",
                            "derivedMetrics",
                            "outputPath",
                            "evaluateOptions",
                            "commandLineOptions",
                            "env",
                            "nunjucksFilters",
                            "extensions",
                            "sharing",
                            "metadata",
                            "tracing",
                            "writeLatestResults",
                            "redteam",
                            "assertionTemplates"),
                    Map.of());

    /// A part and the folder its names of files are relative to.
    record Part(Folder folder, Place place, Located node) {}

    void check(Consumer<Finding> findings) throws Refusal {
        if (!config.value().isObject()) {
            throw new Place(config.file(), 1)
                    .refused(
                            "expected a mapping with 'prompts', 'providers' and 'tests'; see"
                                    + " promptfoo's configuration guide");
        }
        KEYS.check(config, findings);
    }

    /// Without `prompts` the variable `prompt` of each test is the prompt.
    Part prompts() {
        if (!overrides.prompts().isEmpty()) {
            return given(texts(overrides.prompts()));
        }
        return config.get("prompts").isPresent()
                ? part("prompts")
                : new Part(
                        folder,
                        new Place(config.file(), 1),
                        config.part(TextNode.valueOf("{{prompt}}")));
    }

    /// `targets` is another name for `providers`, and wins where both are given.
    Part providers(Consumer<Finding> findings) throws Refusal {
        if (!overrides.providers().isEmpty()) {
            return given(texts(overrides.providers()));
        }
        boolean isTargets = config.get("targets").isPresent();
        if (isTargets && config.get("providers").isPresent()) {
            findings.accept(
                    config.at("providers")
                            .ignored(
                                    "'targets' is another name for 'providers' and wins; keep one"
                                            + " of them"));
        } else if (!isTargets && !config.get("providers").isPresent()) {
            throw new Place(config.file(), 1)
                    .refused("no 'providers'; it lists the models to try, such as [echo]");
        }
        return part(isTargets ? "targets" : "providers");
    }

    Part tests() {
        return overrides.tests().isPresent()
                ? given(TextNode.valueOf(overrides.tests().get()))
                : new Part(folder, config.at("tests"), config.get("tests"));
    }

    /// The defaults, with what the command line says of all tests.
    Located defaultTest() throws Refusal {
        Located written = written();
        if (!written.value().isObject()) {
            return written;
        }
        ObjectNode merged = ((ObjectNode) written.value()).deepCopy();
        written.lines().alias(merged, written.value());
        overrides.vars().forEach((name, text) -> merged.withObjectProperty("vars").put(name, text));
        overrides.prefix().ifPresent(text -> options(merged).put("prefix", text));
        overrides.suffix().ifPresent(text -> options(merged).put("suffix", text));
        overrides.grader().ifPresent(id -> options(merged).put("provider", id));
        boolean multiplies = !environment.isYes("PROMPTFOO_DISABLE_VAR_EXPANSION");
        if (!multiplies) {
            options(merged).put("disableVarExpansion", true);
        }
        return written.part(overrides.changesDefaults() || !multiplies ? merged : written.value());
    }

    private Located written() throws Refusal {
        Located written = config.get("defaultTest");
        if (!written.isPresent()) {
            return config.part(JsonNodeFactory.instance.objectNode());
        }
        JsonNode value = written.value();
        return value.isTextual()
                ? YamlFile.read(folder.file(config.at("defaultTest"), value.textValue()))
                : written;
    }

    private static ObjectNode options(ObjectNode test) {
        return test.withObjectProperty("options");
    }

    private Part part(String key) {
        return new Part(folder, config.at(key), config.get(key));
    }

    private Part given(JsonNode value) {
        Located node = config.part(value);
        return new Part(Overrides.here(), new Place(config.file(), 0), node);
    }

    private static ArrayNode texts(List<String> names) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        names.forEach(texts::add);
        return texts;
    }
}
