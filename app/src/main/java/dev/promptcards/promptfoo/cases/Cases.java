package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.cases.CaseReader.TestCases;
import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.tests.TestReader;
import dev.promptcards.promptfoo.tests.TestSource;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/// The cases of a run, one after the other, in the order they run in. At any time one test is in
/// memory. What is wrong with a test goes to the findings, and reading goes on with the next
/// source.
public final class Cases implements Iterator<ObjectNode>, AutoCloseable {

    private final Iterator<TestSource> sources;
    private final CaseReader reader;
    private final TestParts defaults;
    private final Optional<String> unsupported;
    private final Consumer<Finding> findings;

    private @Nullable TestReader open;
    private boolean empty;
    private @Nullable TestSource source;
    private @Nullable TestCases test;
    private long index;
    private @Nullable ObjectNode next;

    /// @param unsupported why no case of this run can be judged, if so
    public Cases(
            List<TestSource> sources,
            CaseReader reader,
            TestParts defaults,
            Optional<String> unsupported,
            Consumer<Finding> findings) {
        this.sources = sources.iterator();
        this.reader = reader;
        this.defaults = defaults;
        this.unsupported = unsupported;
        this.findings = findings;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (test != null && index < test.size()) {
                next = test.at(index++);
            } else if (open != null) {
                readTest(open);
            } else if (sources.hasNext()) {
                openSource(sources.next());
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public ObjectNode next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        ObjectNode current = next;
        next = null;
        return current;
    }

    private void openSource(TestSource source) {
        try {
            if (source instanceof TestSource.Unread unread) {
                next = unread(unread.finding());
            } else {
                open = source.open();
                empty = true;
                this.source = source;
            }
        } catch (Refusal refusal) {
            findings.accept(refusal.finding());
        }
    }

    private void readTest(TestReader tests) {
        test = null;
        index = 0;
        try {
            Optional<Located> written = tests.next();
            if (written.isPresent()) {
                empty = false;
                test = reader.read(written.get(), defaults, unsupported, findings).orElse(null);
                return;
            }
            if (empty && source != null) {
                source.file().ifPresent(this::reportEmpty);
            }
        } catch (Refusal refusal) {
            findings.accept(refusal.finding());
        }
        close();
    }

    private void reportEmpty(Path file) {
        findings.accept(new Place(file, 0).refused("holds no tests").finding());
    }

    /// Stands for tests that were not read: without it they would be missing and the run would
    /// pass.
    private static ObjectNode unread(Finding finding) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("description", finding.message());
        error.putObject("vars");
        error.putArray("assert");
        error.putObject("options");
        return error.put("unsupported", finding.message());
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
