package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Turns composed YAML nodes into JSON values and notes their lines. An anchor's value is shared,
/// not copied, by those that refer to it. Merge keys (`<<`) are applied; keys given twice are
/// refused.
final class NodeReader {

    /// JavaScript has one kind of number: up to here a whole `1.0` is the integer 1.
    private static final double MAX_SAFE_INTEGER = 9_007_199_254_740_991.0;

    private final Path file;
    private final Lines lines;
    private final Map<Node, JsonNode> read = new IdentityHashMap<>();

    NodeReader(Path file, Lines lines) {
        this.file = file;
        this.lines = lines;
    }

    JsonNode document(Optional<Node> node) throws Refusal {
        return node.isEmpty() ? NullNode.getInstance() : value(node.get());
    }

    private JsonNode value(Node node) throws Refusal {
        JsonNode known = read.get(node);
        if (known != null) {
            if (known.isMissingNode()) {
                throw place(node)
                        .refused("an anchor whose value holds itself; write the value out");
            }
            return known;
        }
        // Marks the node as being read, so that a value within itself is noticed.
        read.put(node, JsonNodeFactory.instance.missingNode());
        JsonNode value =
                switch (node) {
                    case MappingNode mapping -> mapping(mapping);
                    case SequenceNode sequence -> sequence(sequence);
                    case ScalarNode scalar -> scalar(scalar);
                    default ->
                            throw place(node).refused("a kind of YAML node that is not supported");
                };
        read.put(node, value);
        return value;
    }

    private JsonNode sequence(SequenceNode sequence) throws Refusal {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        lines.start(array, line(sequence));
        for (Node item : sequence.getValue()) {
            array.add(value(item));
        }
        return array;
    }

    private JsonNode mapping(MappingNode mapping) throws Refusal {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        lines.start(object, line(mapping));
        Set<String> own = new TreeSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(CoreSchema.MERGE)) {
                merge(object, tuple.getValueNode(), own);
                continue;
            }
            String key = key(tuple.getKeyNode());
            if (!own.add(key)) {
                throw place(tuple.getKeyNode())
                        .refused(
                                "the key '%s' stands twice in one mapping; remove one"
                                        .formatted(key));
            }
            object.set(key, value(tuple.getValueNode()));
            lines.key(object, key, line(tuple.getKeyNode()));
        }
        return object;
    }

    /// Keys of the mapping itself win over merged ones, earlier merged ones over later.
    private void merge(ObjectNode into, Node source, Set<String> own) throws Refusal {
        List<Node> sources =
                source instanceof SequenceNode several ? several.getValue() : List.of(source);
        for (Node one : sources) {
            if (!(value(one) instanceof ObjectNode merged)) {
                throw place(one).refused("'<<' merges mappings; this is none");
            }
            for (var entry : merged.properties()) {
                if (!own.contains(entry.getKey()) && !into.has(entry.getKey())) {
                    into.set(entry.getKey(), entry.getValue());
                    lines.key(into, entry.getKey(), lines.of(merged, entry.getKey()));
                }
            }
        }
    }

    private String key(Node node) throws Refusal {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw place(node).refused("a list or mapping as a key; quote it if it is meant as text");
    }

    private JsonNode scalar(ScalarNode node) throws Refusal {
        String text = node.getValue();
        Tag tag = node.getTag();
        try {
            if (tag.equals(Tag.STR) || tag.equals(CoreSchema.MERGE)) {
                return TextNode.valueOf(text);
            } else if (tag.equals(Tag.NULL)) {
                return NullNode.getInstance();
            } else if (tag.equals(Tag.BOOL)) {
                return BooleanNode.valueOf(text.toLowerCase(Locale.ROOT).equals("true"));
            } else if (tag.equals(Tag.INT)) {
                return integer(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return decimal(Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            throw place(node).refused("'%s' is no number".formatted(text));
        }
        throw place(node).refused("the tag '%s' is not read; remove it".formatted(tag.getValue()));
    }

    private static JsonNode integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        String prefix = digits.length() > 2 ? digits.substring(0, 2) : "";
        BigInteger magnitude =
                switch (prefix) {
                    case "0x" -> new BigInteger(digits.substring(2), 16);
                    case "0o" -> new BigInteger(digits.substring(2), 8);
                    default -> new BigInteger(digits);
                };
        BigInteger number = negative ? magnitude.negate() : magnitude;
        return number.bitLength() < Long.SIZE
                ? LongNode.valueOf(number.longValue())
                : BigIntegerNode.valueOf(number);
    }

    private static JsonNode decimal(double number) {
        return number == Math.rint(number) && Math.abs(number) <= MAX_SAFE_INTEGER
                ? LongNode.valueOf((long) number)
                : DoubleNode.valueOf(number);
    }

    private Place place(Node node) {
        return new Place(file, line(node));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
