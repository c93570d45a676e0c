package dev.promptcards.assertion.markup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What of an element a required path may ask for: its children, and the names of its attributes.
/// The document itself is one, without a name.
final class Element {

    private final Map<String, List<Element>> children = new HashMap<>();

    void add(String name, Element child) {
        children.computeIfAbsent(name, key -> new ArrayList<>(1)).add(child);
    }

    /// Each child by itself, as the only one.
    List<Element> apart() {
        List<Element> all = new ArrayList<>();
        children.forEach(
                (name, elements) ->
                        elements.forEach(
                                element -> {
                                    Element alone = new Element();
                                    alone.add(name, element);
                                    all.add(alone);
                                }));
        return all;
    }

    /// Those of `paths` that lead nowhere from here. A path does not lead through one of several
    /// elements of a name, unless it says which: `item.0.price`.
    List<String> missing(List<String> paths) {
        return paths.stream().filter(path -> !has(path)).toList();
    }

    private boolean has(String path) {
        List<Element> here = List.of(this);
        for (String part : path.split("\\.", -1)) {
            if (here.size() == 1) {
                here = here.getFirst().children.getOrDefault(part, List.of());
            } else {
                int index = part.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(part) : -1;
                here = index >= 0 && index < here.size() ? List.of(here.get(index)) : List.of();
            }
            if (here.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
