package dev.promptcards.assertion.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Pattern;

/// YAML 1.2 (core schema) as JSON: a plain `yes` is a text, tags have no effect, and a collection
/// must not be repeated by an alias, for that is how a short text becomes a huge tree.
public final class YamlText {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
    private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private YamlText() {}

    /// The one document in `text`, or empty where it is not YAML.
    public static Optional<JsonNode> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setCodePointLimit(1_000_000);
        try {
            Node node = new Yaml(options).compose(new StringReader(text));
            return node == null ? Optional.empty() : Optional.of(json(node));
        } catch (YAMLException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(Node node) {
        return switch (node) {
            case MappingNode mapping -> object(mapping);
            case SequenceNode sequence -> array(sequence);
            case ScalarNode scalar when scalar.getScalarStyle() == ScalarStyle.PLAIN ->
                    plain(scalar.getValue());
            case ScalarNode scalar -> JSON.textNode(scalar.getValue());
            default -> throw new YAMLException("an alias that stands for itself");
        };
    }

    private static ObjectNode object(MappingNode mapping) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple member : mapping.getValue()) {
            String key =
                    member.getKeyNode() instanceof ScalarNode scalar
                            ? scalar.getValue()
                            : "[object Object]";
            object.set(key, json(member.getValueNode()));
        }
        return object;
    }

    private static ArrayNode array(SequenceNode sequence) {
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(element -> array.add(json(element)));
        return array;
    }

    private static JsonNode plain(String text) {
        if (NULL.matcher(text).matches()) {
            return JSON.nullNode();
        }
        if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
            return JSON.booleanNode(TRUE.matcher(text).matches());
        }
        if (INTEGER.matcher(text).matches()) {
            return JSON.numberNode(Long.parseLong(text));
        }
        return FLOAT.matcher(text).matches()
                ? JSON.numberNode(Double.parseDouble(text))
                : JSON.textNode(text);
    }
}
