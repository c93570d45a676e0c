package dev.promptcards.assertion.markup;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.markup.XmlTags.Tag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The kind `contains-xml`: elements anywhere in a text, outermost ones, together or each by
/// itself. What stands between tags may be anything, `&` included.
final class EmbeddedXml {

    /// An element that is not closed yet. Where it never is, what it holds stands for itself.
    private record Open(String name, Element holds) {
        Open(String name) {
            this(name, new Element());
        }
    }

    private final List<Element> found = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Wanted wanted;
    private boolean any;

    private EmbeddedXml(List<String> paths) {
        wanted = new Wanted(paths);
    }

    static Finding judge(String output, List<String> requiredPaths) {
        EmbeddedXml xml = new EmbeddedXml(requiredPaths);
        XmlTags tags = new XmlTags(output);
        try {
            xml.read(tags);
        } catch (Wanted.TooMany e) {
            return new Finding.Unusable(String.valueOf(e.getMessage()));
        }
        boolean holds = xml.any && xml.has(requiredPaths);
        if (!holds && tags.gaveUp()) {
            return new Finding.Unusable(
                    "The output has too many open quotes to look for XML in it");
        }
        return Finding.of(
                holds,
                xml.any
                        ? "No valid XML content found matching the requirements"
                        : "No XML content found in the output",
                "XML is valid and contains all required elements");
    }

    private void read(XmlTags tags) {
        Open text = new Open("");
        for (Optional<Tag> tag = tags.next(); tag.isPresent(); tag = tags.next()) {
            String name = tag.get().name();
            switch (tag.get().kind()) {
                case OPENING -> open.push(new Open(name));
                case EMPTY -> closed(new Open(name), text);
                case CLOSING -> {
                    if (!open.isEmpty() && open.getFirst().name().equals(name)) {
                        closed(open.pop(), text);
                    } else {
                        abandon();
                    }
                }
            }
        }
        abandon();
        found.add(text.holds());
    }

    private void closed(Open element, Open text) {
        any = true;
        Open parent = open.isEmpty() ? text : open.getFirst();
        wanted.add(parent.holds(), element.name(), element.holds());
    }

    /// Elements that will never be closed: what was closed within them stands for itself.
    private void abandon() {
        open.forEach(element -> found.add(element.holds()));
        open.clear();
    }

    private boolean has(List<String> paths) {
        return paths.isEmpty()
                || found.stream()
                        .anyMatch(
                                together ->
                                        together.missing(paths).isEmpty()
                                                || together.apart().stream()
                                                        .anyMatch(e -> e.missing(paths).isEmpty()));
    }
}
