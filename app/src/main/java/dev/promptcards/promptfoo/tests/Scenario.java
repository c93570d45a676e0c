package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.util.Optional;

/// One entry of a scenario's `config` and the tests it is tried with: each test takes over what the
/// entry says and it does not. Variables, options and metadata are merged, assertions come after
/// those of the entry.
///
/// @param number of the entry among all entries of all scenarios, from 0: their conversations are
///     kept apart by it
record Scenario(Located entry, TestSource tests, int number, ScriptFiles scripts) {

    private static final String CONVERSATION = "conversationId";

    TestReader open() throws Refusal {
        TestReader reader = tests.open();
        return new TestReader() {
            @Override
            public Optional<Located> next() throws Refusal {
                Optional<Located> test = reader.next();
                return test.isPresent() ? Optional.of(merged(test.get())) : test;
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    private Located merged(Located test) throws Refusal {
        if (!test.value().isObject()) {
            throw test.place().refused("a test is a mapping, such as {vars: {…}, assert: […]}");
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        merged.setAll((ObjectNode) entry.value());
        merged.setAll((ObjectNode) test.value());
        ObjectNode vars = both(test, "vars");
        merged.set("vars", vars);
        merged.set("options", both(test, "options"));
        ArrayNode assertions = merged.putArray("assert");
        entry.value().path("assert").forEach(assertions::add);
        test.value().path("assert").forEach(assertions::add);
        ObjectNode metadata = both(test, "metadata");
        if (!metadata.has(CONVERSATION)) {
            metadata.put(CONVERSATION, "__scenario_%d__".formatted(number));
        }
        merged.set("metadata", metadata);
        JsonNode description = merged.path("description");
        if (description.isTextual() && description.textValue().contains("{{")) {
            merged.put("description", scripts.rendered(description.textValue(), vars));
        }
        // The parts keep their lines; the test as a whole stands where its own part does.
        test.lines().alias(merged, test.value());
        return test.part(merged);
    }

    private ObjectNode both(Located test, String key) throws Refusal {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        for (Located one : new Located[] {entry, test}) {
            Located part = one.get(key);
            if (part.value() instanceof ObjectNode mapping) {
                both.setAll(mapping);
            } else if (part.isPresent()) {
                throw one.at(key).refused("in a scenario '%s' is a mapping".formatted(key));
            }
        }
        return both;
    }
}
