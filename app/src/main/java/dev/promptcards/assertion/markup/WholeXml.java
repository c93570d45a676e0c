package dev.promptcards.assertion.markup;

import dev.promptcards.assertion.kind.Finding;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The kind `is-xml`: well-formed XML 1.0. A document type with declarations of its own is refused,
/// for entities are how a short text becomes a huge one; any other is passed over unread.
final class WholeXml {

    private static final XMLInputFactory FACTORY = factory();

    private WholeXml() {}

    static Finding judge(String output, List<String> requiredPaths) {
        String text = output.startsWith("\uFEFF") ? output.substring(1) : output;
        try {
            List<String> missing = document(text, requiredPaths).missing(requiredPaths);
            return Finding.of(
                    missing.isEmpty(),
                    "XML is missing required elements: " + String.join(", ", missing),
                    "XML is valid and contains all required elements");
        } catch (XMLStreamException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("\\s++", " ");
            return Finding.of(false, "XML parsing failed: " + reason, "");
        } catch (Wanted.TooMany e) {
            return new Finding.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static Element document(String text, List<String> paths) throws XMLStreamException {
        Wanted wanted = new Wanted(paths);
        Deque<Element> open = new ArrayDeque<>();
        open.push(new Element());
        XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> open.push(element(reader, open, wanted));
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.DTD -> refuseDeclarations(reader.getText());
                default -> {}
            }
        }
        return open.getFirst();
    }

    private static Element element(XMLStreamReader reader, Deque<Element> open, Wanted wanted) {
        Element element = new Element();
        wanted.add(open.getFirst(), reader.getLocalName(), element);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            wanted.add(element, "@_" + reader.getAttributeLocalName(i), new Element());
        }
        return element;
    }

    private static void refuseDeclarations(String documentType) throws XMLStreamException {
        if (documentType.replaceAll("\"[^\"]*+\"|'[^']*+'", "").contains("[")) {
            throw new XMLStreamException("declarations within the document are not supported");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // A prefix nobody declared is as good as any: it is names that are asked for.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        // No limit to depth: elements are not read recursively.
        factory.setProperty("jdk.xml.maxElementDepth", "0");
        return factory;
    }
}
