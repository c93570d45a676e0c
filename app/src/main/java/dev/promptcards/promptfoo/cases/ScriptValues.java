package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;

/// Values that may be the name of a file or of a program, put in the form the server takes.
final class ScriptValues {

    private final Inlined inlined;

    ScriptValues(Inlined inlined) {
        this.inlined = inlined;
    }

    /// Replaces the value of a key by what its file holds; a program that only runs outside the
    /// sandbox makes the case an error.
    void inline(ObjectNode object, String key, Place place, Remarks remarks) throws Refusal {
        JsonNode value = object.path(key);
        if (!Inlined.isFile(value)) {
            return;
        }
        if (Inlined.isForeign(value.textValue())) {
            remarks.unsupported(
                    place,
                    ("'%s' is a program that only runs outside the sandbox, where nothing is run;"
                                    + " write it in JavaScript, or ask a 'webhook'")
                            .formatted(value.textValue()));
        } else {
            object.set(key, inlined.value(place, value.textValue(), remarks::accept));
        }
    }

    /// As above, for every name however deep in the value.
    void deep(ObjectNode object, String key, Place place, Remarks remarks) throws Refusal {
        if (object.has(key)) {
            object.set(key, inlined.deep(place, object.path(key), remarks::accept));
        }
    }
}
