package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads one test, in whatever form it was written, into the cases it stands for.
public final class CaseReader {

    /// Combinations of one test's variables; more is a mistake, or wants a file of tests.
    static final long MAX_COMBINATIONS = 1_000_000;

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
    private final Inlined inlined;
    private final Variables variables;
    private final VariableTransform transform;
    private final PartsReader parts;

    /// @param inlined where `file://` names lead
    public CaseReader(Inlined inlined, Columns columns, TestProviders providers) {
        this.columns = columns;
        this.inlined = inlined;
        this.variables = new Variables(inlined);
        this.transform = new VariableTransform(inlined.scripts());
        this.parts = new PartsReader(inlined, variables, columns, providers);
    }

    /// What test and defaults have in common.
    public TestParts parts(Located test, Remarks remarks) throws Refusal {
        return parts.read(test, remarks);
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
            TestParts written = parts.read(test, remarks);
            boolean multiplies = multiplies(defaults, written);
            TestParts own =
                    multiplies
                            ? transform.applied(
                                    test.get("options").isPresent()
                                            ? test.get("options").at("transformVars")
                                            : test.place(),
                                    defaults,
                                    written,
                                    remarks)
                            : written;
            VariableProduct product =
                    variables.product(
                            test.at("vars"), defaults.vars(), own.vars(), multiplies, remarks);
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
            own.addTo(common);
            own.choice().or(defaults.choice()).addTo(common);
            JsonNode given = test.value().path("providerOutput");
            if (isGiven(given)) {
                common.set("providerOutput", given);
            }
            String reason =
                    Stream.concat(unsupported.stream(), remarks.reason().stream())
                            .collect(Collectors.joining("; "));
            if (!reason.isEmpty()) {
                common.put("unsupported", reason);
            }
            return Optional.of(
                    new TestCases(
                            common,
                            product,
                            new VariableScripts(
                                    inlined.scripts(),
                                    test.at("vars"),
                                    columns.onlyPrompt(),
                                    findings)));
        } catch (Refusal refusal) {
            findings.accept(refusal.finding());
            return Optional.empty();
        }
    }

    /// What JavaScript takes for false is no answer: the provider is asked.
    private static boolean isGiven(JsonNode output) {
        return switch (output.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> output.booleanValue();
            case NUMBER -> output.doubleValue() != 0;
            case STRING -> !output.textValue().isEmpty();
            default -> true;
        };
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
}
