package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.DialectRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.PatternFormat;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.keyword.FormatKeyword;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The drafts of JSON Schema, made strict: a keyword or a format that is not known is an error, as
/// with Ajv, for a misspelt one would let everything pass.
final class Drafts {

    /// Words that say nothing about a document, but may stand in a schema of any draft; and
    /// `nullable`, which the validator heeds once it is known.
    private static final Set<String> KNOWN_EVERYWHERE =
            Set.of(
                    "$defs",
                    "contentEncoding",
                    "contentMediaType",
                    "contentSchema",
                    "deprecated",
                    "example",
                    "examples",
                    "nullable",
                    "readOnly",
                    "writeOnly");

    /// Formats of OpenAPI, which tools that write schemas like to use.
    private static final List<Format> FORMATS_KNOWN_EVERYWHERE =
            List.of(
                    PatternFormat.of("byte", "^[A-Za-z0-9+/\\r\\n]*={0,2}$", "format"),
                    PatternFormat.of("url", "^(https?|ftp)://\\S+$", "format"),
                    new Checked("binary", value -> true),
                    new Checked("password", value -> true),
                    new Checked("float", value -> true),
                    new Checked("double", value -> true),
                    new Checked("int32", value -> !value.isNumber() || value.canConvertToInt()),
                    new Checked("int64", value -> !value.isNumber() || value.canConvertToLong()));

    static final DialectRegistry STRICT =
            new BasicDialectRegistry(
                    Stream.of(
                                    Dialects.getDraft4(),
                                    Dialects.getDraft6(),
                                    Dialects.getDraft7(),
                                    Dialects.getDraft201909(),
                                    Dialects.getDraft202012())
                            .map(Drafts::strict)
                            .toList());

    private Drafts() {}

    private static Dialect strict(Dialect draft) {
        List<AnnotationKeyword> added =
                KNOWN_EVERYWHERE.stream()
                        .filter(word -> !draft.getKeywords().containsKey(word))
                        .map(AnnotationKeyword::new)
                        .toList();
        return Dialect.builder(draft)
                .keywords(added)
                .formats(FORMATS_KNOWN_EVERYWHERE)
                .formatKeywordFactory(KnownFormats::new)
                .unknownKeywordFactory((word, context) -> unknown(word))
                .build();
    }

    private static Keyword unknown(String word) {
        if (word.startsWith("x-")) {
            return new AnnotationKeyword(word);
        }
        throw new SchemaException("unknown keyword \"" + word + "\"");
    }

    /// A format that looks at any kind of value.
    private record Checked(String name, Predicate<JsonNode> fits) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getMessageKey() {
            return "format";
        }

        @Override
        public boolean matches(ExecutionContext run, SchemaContext schema, JsonNode value) {
            return fits.test(value);
        }
    }

    private static final class KnownFormats extends FormatKeyword {
        private final Map<String, Format> formats;

        private KnownFormats(Map<String, Format> formats) {
            super(formats);
            this.formats = formats;
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode name, Schema parent, SchemaContext context) {
            if (!formats.containsKey(name.asText())) {
                throw new SchemaException("unknown format \"" + name.asText() + "\"");
            }
            return super.newValidator(location, name, parent, context);
        }
    }
}
