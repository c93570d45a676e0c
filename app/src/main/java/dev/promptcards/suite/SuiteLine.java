package dev.promptcards.suite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A case as the line of an upload; the other direction of [CaseReader].
final class SuiteLine {

    private SuiteLine() {}

    static ObjectNode of(TestCase one) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("key", one.key());
        one.description().ifPresent(text -> line.put("description", text));
        line.set("vars", one.vars());
        line.set("assert", one.assertions());
        line.set("options", one.options());
        one.threshold().ifPresent(threshold -> line.put("threshold", threshold));
        line.set("metadata", one.metadata());
        one.unsupported().ifPresent(reason -> line.put("unsupported", reason));
        line.setAll(one.overrides().members());
        if (!one.expansion().equals(TestCase.Expansion.SINGLE)) {
            line.putObject("expansion")
                    .put("offset", one.expansion().offset())
                    .put("size", one.expansion().size());
        }
        return line;
    }
}
