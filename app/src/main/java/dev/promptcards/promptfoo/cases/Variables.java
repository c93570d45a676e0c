package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The variables of a test and of the defaults. A list of strings is a list of values to try, one
/// case each; a list of anything else is one value. `file://` stands for the text of the file, a
/// pattern for the texts of many.
final class Variables {

    private final Inlined inlined;

    Variables(Inlined inlined) {
        this.inlined = inlined;
    }

    /// The variables as written: a mapping, or the names of YAML files that hold some.
    Map<String, JsonNode> read(Located vars, Remarks remarks) throws Refusal {
        JsonNode value = vars.value();
        if (!vars.isPresent()) {
            return Map.of();
        }
        if (value instanceof ObjectNode object) {
            Map<String, JsonNode> read = new LinkedHashMap<>();
            object.properties().forEach(entry -> read.put(entry.getKey(), entry.getValue()));
            return read;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : value.isArray() ? value : List.of(value)) {
            if (!name.isTextual()) {
                throw vars.place()
                        .refused(
                                "'vars' is a mapping of names to values, or the name of a YAML"
                                        + " file");
            }
            if (Inlined.isForeign(name.textValue()) || ScriptFiles.isScript(name.textValue())) {
                remarks.unsupported(
                        vars.place(),
                        ("variables made by a program ('%s') are not supported; give each variable"
                                        + " its own script, or write them to a YAML file")
                                .formatted(name.textValue()));
                return Map.of();
            }
            names.add(name.textValue());
        }
        return inlined.mapping(inlined.folder().beside(vars.file()), vars.place(), names)
                .orElseThrow(
                        () ->
                                vars.place()
                                        .refused(
                                                "a file of variables holds a mapping of names to"
                                                        + " values"));
    }

    /// Whether a value stands for several, or for the text of a file.
    static boolean expands(JsonNode value) {
        return Inlined.isFile(value) || (value.isArray() && value.path(0).isTextual());
    }

    /// What a case must carry: the test's variables, and of the defaults those that expand; the
    /// others are merged where the case is run. The order is the defaults' first, as it decides the
    /// order of the cases.
    VariableProduct product(
            Place place,
            Map<String, JsonNode> defaults,
            Map<String, JsonNode> test,
            boolean multiply,
            Remarks remarks)
            throws Refusal {
        SequencedMap<String, JsonNode> merged = new LinkedHashMap<>(defaults);
        merged.putAll(test);
        SequencedMap<String, List<JsonNode>> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : merged.entrySet()) {
            if (test.containsKey(entry.getKey()) || expands(entry.getValue())) {
                values.put(entry.getKey(), values(place, entry.getValue(), multiply, remarks));
            }
        }
        return new VariableProduct(values);
    }

    private List<JsonNode> values(Place place, JsonNode value, boolean multiply, Remarks remarks)
            throws Refusal {
        if (!expands(value) || (value.isArray() && !multiply)) {
            return List.of(value);
        }
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (!Inlined.isFile(one)) {
                values.add(one);
            } else if (ScriptFiles.isScript(one.textValue())) {
                // Made when the other variables of the case are known.
                inlined.scripts().read(place, one.textValue(), remarks::accept);
                values.add(one);
            } else if (Inlined.isForeign(one.textValue()) || Inlined.isUnread(one.textValue())) {
                remarks.unsupported(
                        place,
                        ("the variable file '%s' is a program or a document; that is not supported."
                             + " Write what it holds to a text file, or make it with a .js file")
                                .formatted(one.textValue()));
                values.add(one);
            } else {
                List<Path> files = inlined.folder().files(place, one.textValue());
                for (Path file : multiply ? files : files.subList(0, 1)) {
                    values.add(inlined.text(file));
                }
            }
        }
        return values;
    }
}
