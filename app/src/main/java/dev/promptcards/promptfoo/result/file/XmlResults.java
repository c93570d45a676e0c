package dev.promptcards.promptfoo.result.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.result.Column;
import dev.promptcards.promptfoo.result.EvaluateResult;
import dev.promptcards.promptfoo.result.RunFacts;

import java.io.IOException;
import java.io.Writer;

/// promptfoo's own tree as XML (not JUnit): a list is its element again and again. A key that is no
/// name in XML is made one, with the key itself as the attribute `name`.
final class XmlResults implements ResultWriter {

    private final OutputFile file;
    private final RunFacts facts;
    private final Writer xml;

    XmlResults(OutputFile file, RunFacts facts) throws IOException {
        this.file = file;
        this.facts = facts;
        this.xml = file.writer();
        xml.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<promptfoo>\n");
        element(1, "evalId", TextNode.valueOf(facts.id()));
        xml.write("  <results>\n    <version>3</version>\n");
        element(2, "timestamp", TextNode.valueOf(facts.startedAt().toString()));
    }

    @Override
    public void write(JsonNode execution) throws IOException {
        element(2, "results", EvaluateResult.of(execution));
    }

    @Override
    public void finish(Ending ending) throws IOException {
        for (Column column : ending.columns().all()) {
            element(2, "prompts", column.json());
        }
        element(2, "stats", ending.columns().stats(ending.durationMillis()));
        xml.write("  </results>\n");
        element(1, "config", facts.config());
        xml.write("  <shareableUrl></shareableUrl>\n</promptfoo>\n");
        file.finish();
    }

    private void element(int depth, String key, JsonNode value) throws IOException {
        if (value.isArray()) {
            for (JsonNode item : value) {
                element(depth, key, item);
            }
            return;
        }
        String indent = "  ".repeat(depth);
        String name = XmlText.name(key);
        xml.write(indent + "<" + name);
        if (!name.equals(key)) {
            xml.write(" name=\"" + XmlText.attribute(key) + "\"");
        }
        xml.write(">");
        if (value.isObject()) {
            xml.write("\n");
            for (var member : value.properties()) {
                element(depth + 1, member.getKey(), member.getValue());
            }
            xml.write(indent);
        } else {
            xml.write(XmlText.escaped(value.isNull() ? "" : value.asText()));
        }
        xml.write("</" + name + ">\n");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
