package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;

/// The providers tests name besides the columns: one to run on, graders. Their keys are taken out
/// of them.
public interface TestProviders {

    /// The provider a test runs on instead of its column's, as `{id, label?, config?}`.
    ///
    /// @param written a name or a mapping
    JsonNode instead(Place place, JsonNode written, Remarks remarks) throws Refusal;

    /// A grader as it may be written: a name, a mapping with an id, or one of these for each task.
    JsonNode grader(Place place, JsonNode written, Remarks remarks) throws Refusal;

    /// A provider's name as the columns have it, without a key.
    String name(String written);

    /// Whether anything within a value looks like a key that is written out.
    boolean holdsKey(ObjectNode value);

    /// Something is judged by a model, and no test says by which.
    void judgedByDefault();
}
