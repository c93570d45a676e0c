package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.tests.TestReader;
import dev.promptcards.promptfoo.tests.TestSource;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The cases of a run, one after the other, in the order they run in. At any time one test is in
/// memory. What is wrong with a test goes to the findings, and reading goes on with the next
/// source.
public final class Cases implements Iterator<ObjectNode>, AutoCloseable {

    private final Iterator<TestSource> sources;
    private final Function<Located, Optional<TestCases>> reader;
    private final UnaryOperator<ObjectNode> hooks;
    private final Selection selection;
    private final Consumer<Finding> findings;
    private final Runnable done;

    private @Nullable TestReader open;
    private boolean empty;
    private @Nullable TestSource source;
    private @Nullable TestCases test;
    private long index;
    private @Nullable ObjectNode next;

    /// @param reader of a test; empty where it was refused
    /// @param hooks a case goes through
    Cases(
            Iterator<TestSource> sources,
            Function<Located, Optional<TestCases>> reader,
            UnaryOperator<ObjectNode> hooks,
            Selection selection,
            Consumer<Finding> findings,
            Runnable done) {
        this.sources = sources;
        this.reader = reader;
        this.hooks = hooks;
        this.selection = selection;
        this.findings = findings;
        this.done = done;
    }

    /// How many tests were taken so far, before a sample was drawn of them.
    int taken() {
        return selection.taken();
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (test != null && index < test.size()) {
                next = hooks.apply(test.at(index++));
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
                test = reader.apply(written.get()).filter(selection::takes).orElse(null);
                return;
            }
            if (empty && source != null) {
                source.file().ifPresent(this::reportEmpty);
            }
        } catch (Refusal refusal) {
            findings.accept(refusal.finding());
        }
        closeSource();
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
        closeSource();
        done.run();
    }

    private void closeSource() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
