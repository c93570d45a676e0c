package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the columns of a CSV mean: a plain name is a variable, names that begin with two
/// underscores say something about the test. Empty cells of the latter say nothing.
final class CsvColumns {

    private static final Pattern EXPECTED = Pattern.compile("__expected\\d*");
    private static final Pattern CONFIG = Pattern.compile("__config:(__expected\\d*):(\\w+)");
    private static final Pattern UNESCAPED_COMMA = Pattern.compile("(?<!\\\\),");

    private final List<String> names;

    CsvColumns(Place header, List<String> cells) throws Refusal {
        this.names = cells.stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty()) {
                throw header.refused("a column without a name; name every column in the first row");
            }
            if (!seen.add(name)) {
                throw header.refused("two columns are named '%s'; rename one".formatted(name));
            }
            checkReserved(header, name);
        }
        if (names.isEmpty()) {
            throw header.refused("an empty CSV; the first row names the columns");
        }
    }

    private static void checkReserved(Place header, String name) throws Refusal {
        Matcher config = CONFIG.matcher(name);
        boolean ok =
                switch (name) {
                    // A bare __metadata has always been passed over.
                    case "__prefix",
                            "__suffix",
                            "__description",
                            "__providerOutput",
                            "__metric",
                            "__threshold",
                            "__metadata" ->
                            true;
                    default ->
                            !name.startsWith("__")
                                    || EXPECTED.matcher(name).matches()
                                    || (name.startsWith("__metadata:")
                                            && name.length() > "__metadata:".length())
                                    || (config.matches() && config.group(2).equals("threshold"));
                };
        if (!ok) {
            throw header.refused(
                    ("the column '%s' is not known; expected __expected, __expected1…, __metric,"
                         + " __threshold, __description, __prefix, __suffix, __providerOutput,"
                         + " __metadata:key, __metadata:key[] or __config:__expected1:threshold")
                            .formatted(name));
        }
    }

    /// The test a row stands for, in the form tests have elsewhere.
    ObjectNode test(Place row, List<String> cells) throws Refusal {
        if (cells.size() != names.size()) {
            throw row.refused(
                    "the row has %d cells, the first row %d; quote cells that hold a comma"
                            .formatted(cells.size(), names.size()));
        }
        ObjectNode test = JsonNodeFactory.instance.objectNode();
        ObjectNode vars = test.putObject("vars");
        Map<String, ObjectNode> expected = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String cell = cells.get(i);
            if (!name.startsWith("__")) {
                vars.put(name, cell);
            } else if (EXPECTED.matcher(name).matches() && !cell.isBlank()) {
                expected.put(name, AssertionString.parse(cell.strip()));
            } else if (!cell.isBlank()) {
                special(row, test, name, cell);
            }
        }
        adjust(row, cells, expected);
        test.putArray("assert").addAll(expected.values());
        return test;
    }

    private static void special(Place row, ObjectNode test, String name, String cell)
            throws Refusal {
        switch (name) {
            case "__prefix" -> test.withObjectProperty("options").put("prefix", cell);
            case "__suffix" -> test.withObjectProperty("options").put("suffix", cell);
            case "__description" -> test.put("description", cell);
            case "__providerOutput" -> test.put("providerOutput", cell);
            case "__threshold" -> test.put("threshold", number(row, name, cell));
            default -> {
                if (name.startsWith("__metadata:")) {
                    metadata(
                            test.withObjectProperty("metadata"),
                            name.substring("__metadata:".length()),
                            cell);
                }
            }
        }
    }

    private static void metadata(ObjectNode metadata, String key, String cell) {
        if (!key.endsWith("[]")) {
            metadata.put(key, cell);
            return;
        }
        var items = metadata.putArray(key.substring(0, key.length() - 2));
        for (String item : UNESCAPED_COMMA.split(cell, -1)) {
            items.add(item.strip().replace("\\,", ","));
        }
    }

    /// The columns that say something about the assertions of the row.
    private void adjust(Place row, List<String> cells, Map<String, ObjectNode> expected)
            throws Refusal {
        for (int i = 0; i < names.size(); i++) {
            String cell = cells.get(i);
            Matcher config = CONFIG.matcher(names.get(i));
            if (cell.isBlank()) {
                continue;
            }
            if (names.get(i).equals("__metric")) {
                expected.values().forEach(assertion -> assertion.put("metric", cell));
            } else if (config.matches() && expected.containsKey(config.group(1))) {
                expected.get(config.group(1)).put("threshold", number(row, names.get(i), cell));
            }
        }
    }

    private static double number(Place row, String name, String cell) throws Refusal {
        try {
            double number = Double.parseDouble(cell.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number that is not finite.
        }
        throw row.refused(
                "the column '%s' holds '%s'; expected a number such as 0.5".formatted(name, cell));
    }
}
