package dev.promptcards.assertion.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// An output read as strict JSON, the way `JSON.parse` does: of two members of one name the later
/// wins.
public sealed interface JsonText {

    /// It is JSON.
    record Parsed(JsonNode tree) implements JsonText {}

    /// It is not.
    record Invalid() implements JsonText {}

    /// It may be, but reading it was given up; `reason` names the limit.
    record BeyondLimits(String reason) implements JsonText {}

    static JsonText read(String text) {
        try {
            JsonNode tree = Mapper.STRICT.readTree(text);
            return tree.isMissingNode() ? new Invalid() : new Parsed(tree);
        } catch (StreamConstraintsException e) {
            return new BeyondLimits(
                    "The output's JSON is nested deeper than "
                            + Mapper.DEEPEST
                            + " levels or holds a number of more than "
                            + Mapper.LONGEST_NUMBER
                            + " digits");
        } catch (JsonProcessingException e) {
            return new Invalid();
        }
    }

    /// The one mapper of this package.
    final class Mapper {
        private static final int DEEPEST = 1_000;
        private static final int LONGEST_NUMBER = 1_000;
        private static final JsonMapper STRICT =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(DEEPEST)
                                                        .maxNumberLength(LONGEST_NUMBER)
                                                        .maxStringLength(Integer.MAX_VALUE)
                                                        .build())
                                        .build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build();

        private Mapper() {}
    }
}
