package dev.promptcards.audit.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeMap;

/// JSON as the audit log keeps it: in one spelling whatever `jsonb` makes of it, and short.
public final class AuditJson {

    /// A text longer than this is kept as its hash and length: prompts belong to versions.
    static final int LONGEST_TEXT = 1_024;

    /// A tree longer than this, in characters, is kept as its hash and length.
    static final int LONGEST_TREE = 32_768;

    private static final JsonMapper EXACT =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private AuditJson() {}

    /// What is stored of `tree`: its one spelling, with what is too long replaced by
    /// `{"sha256", "characters"}`.
    public static String stored(JsonNode tree) {
        var out = new StringBuilder();
        write(tree, out, true);
        return out.length() <= LONGEST_TREE ? out.toString() : spelled(digest(out.toString()));
    }

    /// The one spelling of what the database gives back.
    static String canonical(String json) {
        return spelled(read(json));
    }

    /// The tree of what is stored.
    static JsonNode read(String json) {
        try {
            return EXACT.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned no JSON", e);
        }
    }

    private static String spelled(JsonNode tree) {
        var out = new StringBuilder();
        write(tree, out, false);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out, boolean shorten) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                var sorted = new TreeMap<String, JsonNode>();
                node.properties().forEach(it -> sorted.put(storable(it.getKey()), it.getValue()));
                out.append('{');
                for (var fields = sorted.entrySet().iterator(); fields.hasNext(); ) {
                    var field = fields.next();
                    out.append(TextNode.valueOf(field.getKey())).append(':');
                    write(field.getValue(), out, shorten);
                    separate(fields, out);
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                for (var elements = node.elements(); elements.hasNext(); ) {
                    write(elements.next(), out, shorten);
                    separate(elements, out);
                }
                out.append(']');
            }
            // 1.0, 1 and 1e0 are one number to jsonb, which writes out the exponent.
            case NUMBER -> out.append(node.decimalValue().stripTrailingZeros());
            case STRING -> {
                String text = node.textValue();
                if (shorten && text.length() > LONGEST_TEXT) {
                    write(digest(text), out, false);
                } else {
                    out.append(TextNode.valueOf(storable(text)));
                }
            }
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL, MISSING, BINARY, POJO -> out.append("null");
        }
    }

    private static void separate(Iterator<?> rest, StringBuilder out) {
        if (rest.hasNext()) {
            out.append(',');
        }
    }

    private static ObjectNode digest(String text) {
        byte[] hash = PersonalData.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return JsonNodeFactory.instance
                .objectNode()
                .put("characters", text.length())
                .put("sha256", HexFormat.of().formatHex(hash));
    }

    /// `text` with `\uFFFD` for what PostgreSQL cannot hold: U+0000 and halves of characters. An
    /// event is never lost for the sake of one.
    public static String storable(String text) {
        boolean clean = text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
        return clean
                ? text
                : text.codePoints()
                        .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }
}
