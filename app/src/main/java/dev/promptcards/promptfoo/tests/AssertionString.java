package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The short form of an assertion in a CSV cell: `kind`, `kind:value`, `kind(threshold):value`,
/// `not-…`, `javascript:` (also `fn:`, `eval:`), `grade:`, `python:`, `file://check.js`; anything
/// else is the exact output expected, or `file://check.js:name` a function that returns it.
final class AssertionString {

    private static final Pattern SHORT_FORM =
            Pattern.compile(
                    AssertionKinds.inCells().stream()
                            .map(Pattern::quote)
                            .collect(
                                    Collectors.joining(
                                            "|",
                                            "(not-)?(",
                                            ")(?:\\((\\d+(?:\\.\\d+)?)\\))?(?::(.*))?")),
                    Pattern.DOTALL);

    /// With the name of a function behind it, it is the value to be expected, as in promptfoo.
    private static final Pattern SCRIPT_FILE =
            Pattern.compile("file://.*\\.(?:[cm]?[jt]s|py(?::.*)?)");

    private static final Set<String> LISTS =
            Set.of("contains-all", "contains-any", "icontains-all", "icontains-any");

    /// Kinds that get a threshold even where the cell names none.
    private static final Set<String> THRESHOLDS =
            Set.of(
                    "answer-relevance",
                    "classifier",
                    "context-faithfulness",
                    "context-recall",
                    "context-relevance",
                    "cost",
                    "latency",
                    "levenshtein",
                    "perplexity-score",
                    "perplexity",
                    "rouge-n",
                    "similar",
                    "starts-with");

    private static final double DEFAULT_THRESHOLD = 0.75;
    private static final double DEFAULT_SIMILARITY = 0.8;

    private AssertionString() {}

    static ObjectNode parse(String cell) {
        for (String prefix : List.of("javascript:", "fn:", "eval:")) {
            if (cell.startsWith(prefix)) {
                return assertion("javascript", cell.substring(prefix.length()).strip());
            }
        }
        for (String prefix : List.of("grade:", "llm-rubric:")) {
            if (cell.startsWith(prefix)) {
                return assertion("llm-rubric", cell.substring(prefix.length()));
            }
        }
        if (cell.startsWith("python:")) {
            return assertion("python", cell.substring("python:".length()).strip());
        }
        if (SCRIPT_FILE.matcher(cell).matches()) {
            return assertion(cell.contains(".py") ? "python" : "javascript", cell);
        }
        Matcher form = SHORT_FORM.matcher(cell);
        return form.matches() ? shortForm(form) : assertion("equals", cell);
    }

    private static ObjectNode shortForm(Matcher form) {
        String kind = form.group(2);
        String value = form.group(4);
        String type = form.group(1) == null ? kind : "not-" + kind;
        ObjectNode assertion = JsonNodeFactory.instance.objectNode().put("type", type);
        if (value != null && LISTS.contains(kind)) {
            var items = assertion.putArray("value");
            List.of(value.split(",", -1)).forEach(item -> items.add(item.strip()));
        } else if (value != null) {
            assertion.put("value", value.strip());
        }
        if (form.group(3) != null) {
            assertion.put("threshold", Double.parseDouble(form.group(3)));
        } else if (THRESHOLDS.contains(kind)) {
            assertion.put(
                    "threshold", kind.equals("similar") ? DEFAULT_SIMILARITY : DEFAULT_THRESHOLD);
        }
        return assertion;
    }

    private static ObjectNode assertion(String type, String value) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("value", value);
    }
}
