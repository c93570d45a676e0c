package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.i18n.ResourceBundleMessageSource;
import com.networknt.schema.resource.SchemaLoader;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Compiles JSON Schemas, draft 7 unless `$schema` says otherwise.
///
/// A schema is checked against its own meta-schema first, and a keyword or a format that is not
/// known is an error: a misspelt one would let everything pass. Nothing is ever fetched.
final class SchemaCompiler {

    private static final int MOST_ERRORS_SHOWN = 5;

    private static final SchemaRegistryConfig CONFIG =
            SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .messageSource(
                            new ResourceBundleMessageSource(
                                    SchemaCompiler.class.getPackageName() + ".schema-messages",
                                    "jsv-messages"))
                    .regularExpressionFactory(BoundedPattern::new)
                    .build();

    /// The meta-schemas come with the library; any other address is refused.
    private static final SchemaLoader LOADER =
            SchemaLoader.builder()
                    .allow(iri -> iri.toString().matches("https?://json-schema\\.org/draft.*"))
                    .build();

    /// Keeps the meta-schemas, which are the same for all. An author's schema gets a registry of
    /// its own, so that two with one `$id` never meet.
    private static final SchemaRegistry META_SCHEMAS = registry();

    private SchemaCompiler() {}

    /// The schema, or where it is none, one whose every check says why. Never throws.
    static JsonSchema compile(JsonNode written) {
        Optional<JsonNode> tree =
                written.isTextual() ? YamlText.read(written.textValue()) : Optional.of(written);
        if (tree.filter(t -> t.isObject() || t.isBoolean()).isEmpty()) {
            return broken("it must be an object, a boolean, or either of them as YAML in a text");
        }
        try {
            return compileTree(tree.get());
        } catch (RuntimeException | StackOverflowError e) {
            return broken(e.getMessage() == null ? "it cannot be read" : e.getMessage());
        }
    }

    private static JsonSchema compileTree(JsonNode tree) {
        Schema schema = registry().getSchema(tree);
        String draft = schema.getSchemaContext().getDialect().getId();
        List<Error> faults = META_SCHEMAS.getSchema(SchemaLocation.of(draft)).validate(tree);
        if (!faults.isEmpty()) {
            return broken(describe("schema", faults));
        }
        schema.initializeValidators();
        return document -> check(schema, document);
    }

    private static JsonSchema.Outcome check(Schema schema, JsonNode document) {
        try {
            List<Error> errors = schema.validate(document);
            return errors.isEmpty()
                    ? new JsonSchema.Conforms()
                    : new JsonSchema.Violates(describe("data", errors));
        } catch (BoundedPattern.TooManySteps | SchemaException e) {
            return new JsonSchema.Unchecked(
                    "Cannot check against the JSON schema: " + e.getMessage());
        } catch (StackOverflowError e) {
            return new JsonSchema.Unchecked(
                    "Cannot check against the JSON schema: it takes more depth than there is");
        }
    }

    private static JsonSchema broken(String reason) {
        JsonSchema.Outcome outcome = new JsonSchema.Unchecked("Invalid JSON schema: " + reason);
        return document -> outcome;
    }

    private static String describe(String root, List<Error> errors) {
        String shown =
                errors.stream()
                        .limit(MOST_ERRORS_SHOWN)
                        .map(error -> root + error.getInstanceLocation() + " " + error.getMessage())
                        .collect(Collectors.joining(", "));
        int more = errors.size() - MOST_ERRORS_SHOWN;
        return more > 0 ? shown + ", and " + more + " more" : shown;
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.builder()
                .defaultDialectId(SpecificationVersion.DRAFT_7.getDialectId())
                .dialectRegistry(Drafts.STRICT)
                .schemaLoader(LOADER)
                .schemaRegistryConfig(CONFIG)
                .build();
    }
}
