package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.Map;

/// Applies a filter to the tests of one reading, in their order.
final class Selection {

    private final TestFilter filter;
    private final TestParts defaults;
    private final @Nullable BitSet sampled;
    private long matching;
    private int taken;

    /// @param sampled which of those taken are in the sample; null before it is drawn
    Selection(TestFilter filter, TestParts defaults, @Nullable BitSet sampled) {
        this.filter = filter;
        this.defaults = defaults;
        this.sampled = sampled;
    }

    /// Whether the next test is run.
    boolean takes(TestCases test) {
        if (!matches(test)) {
            return false;
        }
        long number = matching++;
        if (number < filter.from().orElse(0)
                || number >= filter.to().orElse(Long.MAX_VALUE)
                || taken >= filter.first().orElse(Long.MAX_VALUE)) {
            return false;
        }
        int place = taken++;
        return sampled == null || sampled.get(place);
    }

    /// How many tests were taken, before a sample was drawn of them.
    int taken() {
        return taken;
    }

    private boolean matches(TestCases test) {
        JsonNode description = test.common().path("description");
        boolean described =
                filter.description().isEmpty()
                        || (description.isTextual()
                                && filter.description()
                                        .get()
                                        .matcher(description.textValue())
                                        .find());
        return described
                && filter.metadata().stream().allMatch(one -> hasMetadata(test, one))
                && (filter.vars().isEmpty() || hasVars(test));
    }

    private boolean hasMetadata(TestCases test, Map.Entry<String, String> wanted) {
        JsonNode own = test.common().path("metadata").path(wanted.getKey());
        JsonNode value = own.isMissingNode() ? defaults.metadata().path(wanted.getKey()) : own;
        if (value.isArray()) {
            return value.valueStream().anyMatch(item -> item.asText().contains(wanted.getValue()));
        }
        return value.isValueNode() && !value.isNull() && value.asText().contains(wanted.getValue());
    }

    private boolean hasVars(TestCases test) {
        for (long i = 0; i < test.size(); i++) {
            ObjectNode vars = JsonNodeFactory.instance.objectNode();
            defaults.vars().forEach(vars::set);
            vars.setAll((ObjectNode) test.at(i).path("vars"));
            if (filter.vars().orElseThrow().contains(CaseVars.text(vars))) {
                return true;
            }
        }
        return false;
    }
}
