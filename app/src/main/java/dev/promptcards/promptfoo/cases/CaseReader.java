package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Keys;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one test, in whatever form it was written, into the cases it stands for.
public final class CaseReader {

    /// Combinations of one test's variables; more is a mistake, or wants a file of tests.
    static final long MAX_COMBINATIONS = 1_000_000;

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

    /// A test without any of these says nothing.
    private static final Set<String> SUBSTANCE =
            Set.of(
                    "assert",
                    "vars",
                    "options",
                    "metadata",
                    "provider",
                    "providerOutput",
                    "threshold");

    private final Columns columns;
    private final Variables variables;
    private final AssertionReader assertions;

    /// @param folder what `file://` names are relative to
    public CaseReader(Path folder, Columns columns) {
        Inlined inlined = new Inlined(folder);
        this.columns = columns;
        this.variables = new Variables(inlined);
        this.assertions = new AssertionReader(inlined);
    }

    /// What test and defaults have in common.
    public TestParts parts(Located test, Remarks remarks) throws Refusal {
        if (!test.value().isObject()) {
            throw test.place().refused("a test is a mapping, such as {vars: {…}, assert: […]}");
        }
        KEYS.check(test, remarks::accept);
        for (String key : Set.of("provider", "assertScoringFunction")) {
            if (test.get(key).isPresent()) {
                remarks.unsupported(
                        test.at(key), "'%s' of a test is not supported yet".formatted(key));
            }
        }
        columns.check(test, remarks);
        Located threshold = test.get("threshold");
        if (threshold.isPresent() && !threshold.value().isNumber()) {
            throw test.at("threshold")
                    .refused(
                            "'threshold' is a number; got '%s'"
                                    .formatted(threshold.value().asText()));
        }
        Located metadata = test.get("metadata");
        if (metadata.isPresent() && !metadata.value().isObject()) {
            throw test.at("metadata").refused("'metadata' is a mapping");
        }
        return new TestParts(
                variables.read(test.get("vars"), remarks),
                assertions.read(test.get("assert"), remarks),
                OptionsReader.read(test.get("options"), remarks),
                threshold.isPresent() ? threshold.value() : MissingNode.getInstance(),
                metadata.value() instanceof ObjectNode mapping
                        ? mapping
                        : JsonNodeFactory.instance.objectNode());
    }

    /// The cases of a test; empty if it was refused, with the reason among the findings.
    ///
    /// @param unsupported why no case of this run can be judged, if so
    Optional<TestCases> read(
            Located test,
            TestParts defaults,
            Optional<String> unsupported,
            Consumer<Finding> findings) {
        try {
            Remarks remarks = new Remarks(findings);
            if (test.value().isObject()
                    && SUBSTANCE.stream().noneMatch(key -> test.get(key).isPresent())) {
                throw test.place().refused("an empty test; give it 'vars' or 'assert'");
            }
            TestParts parts = parts(test, remarks);
            JsonNode given = test.value().path("providerOutput");
            if (!given.isMissingNode() && !given.isNull() && !given.asText("-").isEmpty()) {
                remarks.unsupported(
                        test.at("providerOutput"), "'providerOutput' is not supported yet");
            }
            VariableProduct product =
                    variables.product(
                            test.at("vars"),
                            defaults.vars(),
                            parts.vars(),
                            multiplies(defaults, parts),
                            remarks);
            if (product.size(MAX_COMBINATIONS) > MAX_COMBINATIONS) {
                throw test.at("vars")
                        .refused(
                                "its lists of values make more than %,d combinations; shorten them"
                                        .formatted(MAX_COMBINATIONS));
            }
            ObjectNode common = JsonNodeFactory.instance.objectNode();
            copyText(test, "key", common);
            copyText(test, "description", common);
            common.putNull("vars");
            parts.addTo(common);
            String reason =
                    Stream.concat(unsupported.stream(), remarks.reason().stream())
                            .collect(Collectors.joining("; "));
            if (!reason.isEmpty()) {
                common.put("unsupported", reason);
            }
            return Optional.of(new TestCases(common, product));
        } catch (Refusal refusal) {
            findings.accept(refusal.finding());
            return Optional.empty();
        }
    }

    private static boolean multiplies(TestParts defaults, TestParts test) {
        JsonNode own = test.options().path("disableVarExpansion");
        return !(own.isMissingNode() ? defaults.options().path("disableVarExpansion") : own)
                .asBoolean();
    }

    private static void copyText(Located test, String key, ObjectNode into) {
        JsonNode text = test.value().path(key);
        if (text.isValueNode() && !text.isNull()) {
            into.put(key, text.asText());
        }
    }

    /// The cases of one test.
    record TestCases(ObjectNode common, VariableProduct product) {

        long size() {
            return product.size(MAX_COMBINATIONS);
        }

        ObjectNode at(long index) {
            ObjectNode one = common.deepCopy();
            one.set("vars", product.at(index));
            long size = size();
            if (size > 1) {
                one.putObject("expansion").put("offset", index).put("size", size);
                if (one.has("key")) {
                    one.put("key", one.path("key").asText() + "/" + (index + 1));
                }
            }
            return one;
        }
    }
}
