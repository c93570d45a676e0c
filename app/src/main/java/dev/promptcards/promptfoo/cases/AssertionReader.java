package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.tests.AssertionKinds;

import java.util.List;

/// Checks the assertions of a test and reads the files they name. Kinds that cannot be judged stay
/// in the list: whoever judges them makes the case an error.
final class AssertionReader {

    private final ScriptValues values;
    private final TestProviders providers;

    AssertionReader(ScriptValues values, TestProviders providers) {
        this.values = values;
        this.providers = providers;
    }

    ArrayNode read(Located list, Remarks remarks) throws Refusal {
        return read(list, remarks, false);
    }

    private ArrayNode read(Located list, Remarks remarks, boolean inSet) throws Refusal {
        ArrayNode assertions = JsonNodeFactory.instance.arrayNode();
        if (!list.isPresent()) {
            return assertions;
        }
        if (!list.value().isArray()) {
            throw list.place().refused("'assert' is a list of assertions; put a '-' before each");
        }
        for (JsonNode item : list.value()) {
            // A text in the list has no line of its own: it stands within the list.
            Place place = item.isContainerNode() ? list.at(item) : list.place();
            if (!item.isObject()) {
                throw place.refused(
                        "the assertion '%s' is no mapping; write it as {type: contains, value: …}"
                                .formatted(item.asText()));
            }
            assertions.add(assertion(list.part(item), remarks, inSet));
        }
        return assertions;
    }

    private ObjectNode assertion(Located written, Remarks remarks, boolean inSet) throws Refusal {
        String type = written.value().path("type").asText("");
        if (type.isEmpty()) {
            String remedy =
                    written.value().has("$ref")
                            ? "its '$ref' names no part of this file"
                            : "add one, such as 'type: contains'";
            throw written.place().refused("an assertion without a type; " + remedy);
        }
        checkNumber(written, "threshold");
        checkNumber(written, "weight");
        ObjectNode assertion = ((ObjectNode) written.value()).deepCopy();
        if (type.equals(AssertionKinds.SET)) {
            if (inSet) {
                throw written.place()
                        .refused(
                                "an assert-set inside an assert-set; list its assertions in the"
                                        + " outer one");
            }
            assertion.set("assert", read(written.get("assert"), remarks, true));
            return assertion;
        }
        if (!AssertionKinds.judged(type)) {
            remarks.announced(written.at("type"), notJudged(type));
        }
        if (!AssertionKinds.isForeign(type)) {
            inlineFiles(written, assertion, remarks);
        }
        if (written.get("provider").isPresent()) {
            JsonNode grader = written.value().path("provider");
            assertion.set("provider", providers.grader(written.at("provider"), grader, remarks));
        } else if (AssertionKinds.isJudgedByModel(type)) {
            providers.judgedByDefault();
        }
        return assertion;
    }

    private void inlineFiles(Located written, ObjectNode assertion, Remarks remarks)
            throws Refusal {
        for (String key : List.of("value", "transform", "contextTransform", "rubricPrompt")) {
            values.inline(assertion, key, written.at(key), remarks);
        }
        values.deep(assertion, "config", written.at("config"), remarks);
    }

    private static void checkNumber(Located written, String key) throws Refusal {
        JsonNode number = written.value().path(key);
        if (!number.isMissingNode() && !number.isNull() && !number.isNumber()) {
            throw written.at(key)
                    .refused("'%s' is a number; got '%s'".formatted(key, number.asText()));
        }
    }

    private static String notJudged(String type) {
        if (AssertionKinds.isForeign(type)) {
            return ("the assertion kind '%s' is not supported: nothing runs outside the sandbox."
                        + " Write it in JavaScript, or ask a 'webhook'; its cases will be errors")
                    .formatted(type);
        }
        return AssertionKinds.known(type)
                ? "the assertion kind '%s' is not supported yet; its cases will be errors"
                        .formatted(type)
                : "there is no assertion kind '%s'%s its cases will be errors"
                        .formatted(
                                type,
                                AssertionKinds.meant(type)
                                        .map(", did you mean '%s'? So"::formatted)
                                        .orElse(";"));
    }
}
