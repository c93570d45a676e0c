package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The cases of one test: one for each combination of its variables' values. They are made when
/// asked for, not held.
///
/// @param common what all of them have
/// @param scripts makes the variables that are made by scripts
record TestCases(ObjectNode common, VariableProduct product, VariableScripts scripts) {

    long size() {
        return product.size(CaseReader.MAX_COMBINATIONS);
    }

    ObjectNode at(long index) {
        ObjectNode one = common.deepCopy();
        ObjectNode vars = product.at(index);
        scripts.fill(vars)
                .ifPresent(
                        reason ->
                                one.put(
                                        "unsupported",
                                        one.has("unsupported")
                                                ? one.path("unsupported").asText() + "; " + reason
                                                : reason));
        one.set("vars", vars);
        long size = size();
        if (size > 1) {
            one.putObject("expansion").put("offset", index).put("size", size);
            if (one.has("key")) {
                one.put("key", one.path("key").asText() + "/" + (index + 1));
            }
        }
        return one;
    }
}
