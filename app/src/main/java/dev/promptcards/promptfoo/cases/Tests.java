package dev.promptcards.promptfoo.cases;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.tests.TestSource;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The tests of a configuration, to be read through any number of times.
public final class Tests {

    private final List<TestSource> sources;
    private final CaseReader reader;
    private final TestParts defaults;
    private final Optional<String> unsupported;
    private final TestFilter filter;
    private final Hooks hooks;
    private @Nullable BitSet sampled;

    /// @param unsupported why no case of this run can be judged, if so
    /// @param hooks every case goes through
    public Tests(
            List<TestSource> sources,
            CaseReader reader,
            TestParts defaults,
            Optional<String> unsupported,
            TestFilter filter,
            Hooks hooks) {
        this.sources = sources;
        this.reader = reader;
        this.defaults = defaults;
        this.unsupported = unsupported;
        this.filter = filter;
        this.hooks = hooks;
    }

    public TestParts defaults() {
        return defaults;
    }

    /// Whether some of them may be left out.
    public boolean isSelection() {
        return !filter.equals(TestFilter.NONE);
    }

    /// The cases in the order they run in. Close what is returned.
    ///
    /// @param done is run when it is closed
    public Cases open(Consumer<Finding> findings, Runnable done) {
        if (filter.sample().isPresent() && sampled == null) {
            sampled = sample();
        }
        return cases(findings, sampled, done);
    }

    private Cases cases(Consumer<Finding> findings, @Nullable BitSet chosen, Runnable done) {
        return new Cases(
                sources.iterator(),
                test -> reader.read(test, defaults, unsupported, findings),
                one -> hooks.applied(one, defaults),
                new Selection(filter, defaults, chosen),
                findings,
                done);
    }

    /// The sample is drawn once: what is checked is what is run.
    private BitSet sample() {
        int count;
        try (Cases all = cases(_ -> {}, null, () -> {})) {
            all.forEachRemaining(_ -> {});
            count = all.taken();
        }
        return filter.sample().orElseThrow().drawn(count);
    }
}
