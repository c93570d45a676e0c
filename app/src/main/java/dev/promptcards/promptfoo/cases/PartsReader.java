package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Keys;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;

import java.util.Map;
import java.util.Set;

/// Checks what a test and the defaults have in common, and reads the files it names.
final class PartsReader {

    private static final Keys KEYS =
            new Keys(
                    "a test",
                    Set.of(
                            "key",
                            "description",
                            "vars",
                            "provider",
                            "providers",
                            "prompts",
                            "providerOutput",
                            "assert",
                            "assertScoringFunction",
                            "threshold",
                            "metadata",
                            "options"),
                    Map.of("assertions", "assert", "variables", "vars"));

    private final Variables variables;
    private final Columns columns;
    private final TestProviders providers;
    private final ScriptValues values;
    private final AssertionReader assertions;
    private final OptionsReader options;

    PartsReader(Inlined inlined, Variables variables, Columns columns, TestProviders providers) {
        this.variables = variables;
        this.columns = columns;
        this.providers = providers;
        this.values = new ScriptValues(inlined);
        this.assertions = new AssertionReader(values, providers);
        this.options = new OptionsReader(values, providers);
    }

    /// What test and defaults have in common.
    TestParts read(Located test, Remarks remarks) throws Refusal {
        if (!test.value().isObject()) {
            throw test.place().refused("a test is a mapping, such as {vars: {…}, assert: […]}");
        }
        KEYS.check(test, remarks::accept);
        Located metadata = test.get("metadata");
        if (metadata.isPresent() && !metadata.value().isObject()) {
            throw test.at("metadata").refused("'metadata' is a mapping");
        }
        return new TestParts(
                variables.read(test.get("vars"), remarks),
                assertions.read(test.get("assert"), remarks),
                options.read(test.get("options"), remarks),
                threshold(test, remarks),
                metadata.value() instanceof ObjectNode mapping
                        ? mapping
                        : JsonNodeFactory.instance.objectNode(),
                scoring(test, remarks),
                choice(test, remarks));
    }

    /// A number, or a missing node: promptfoo passes over any other threshold of a test.
    private static JsonNode threshold(Located test, Remarks remarks) {
        Located threshold = test.get("threshold");
        if (!threshold.isPresent() || threshold.value().isNumber()) {
            return threshold.value();
        }
        remarks.ignored(
                test.at("threshold"),
                "'threshold' of a test is a number; '%s' is passed over, so all must pass"
                        .formatted(threshold.value().asText()));
        return MissingNode.getInstance();
    }

    private Choice choice(Located test, Remarks remarks) throws Refusal {
        Located provider = test.get("provider");
        return new Choice(
                provider.isPresent()
                        ? providers.instead(test.at("provider"), provider.value(), remarks)
                        : MissingNode.getInstance(),
                columns.providers(test, providers::name),
                columns.prompts(test));
    }

    private JsonNode scoring(Located test, Remarks remarks) throws Refusal {
        Located written = test.get("assertScoringFunction");
        if (!written.isPresent()) {
            return MissingNode.getInstance();
        }
        String key = "assertScoringFunction";
        if (!Inlined.isFile(written.value())) {
            throw test.at(key).refused("'%s' is a script, such as file://score.js".formatted(key));
        }
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        holder.set(key, written.value());
        values.inline(holder, key, test.at(key), remarks);
        return holder.path(key).isObject() ? holder.path(key) : MissingNode.getInstance();
    }
}
