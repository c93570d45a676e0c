package dev.promptcards.promptfoo.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Which tests to run. All that is asked for must hold; then the range is cut out, the first are
/// taken, and of these a sample.
///
/// @param description found in the description of the test
/// @param metadata a value, or a part of a text or an item of a list, under a key
/// @param vars of earlier results, in [CaseVars] form, one of which the test must have
/// @param from the first test of a range, from 0
/// @param to the test behind the last of a range
/// @param first so many tests
/// @param sample tests by chance
public record TestFilter(
        Optional<Pattern> description,
        List<Map.Entry<String, String>> metadata,
        Optional<Set<String>> vars,
        OptionalLong from,
        OptionalLong to,
        OptionalLong first,
        Optional<Sample> sample) {

    /// All tests.
    public static final TestFilter NONE =
            new TestFilter(
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty());

    /// The same with another range.
    public TestFilter withRange(OptionalLong from, OptionalLong to) {
        return new TestFilter(description, metadata, vars, from, to, first, sample);
    }

    /// The same with a sample.
    public TestFilter withSample(Sample sample) {
        return new TestFilter(description, metadata, vars, from, to, first, Optional.of(sample));
    }
}
