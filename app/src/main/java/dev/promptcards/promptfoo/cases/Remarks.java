package dev.promptcards.promptfoo.cases;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Place;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What is noticed while one test is read: findings go to whoever asked, and what is not supported
/// is also kept as the reason why the test's cases will be errors.
public final class Remarks {

    private final Consumer<Finding> findings;
    private final Set<String> reasons = new LinkedHashSet<>();

    public Remarks(Consumer<Finding> findings) {
        this.findings = findings;
    }

    /// Nothing of this test can be used, and nothing may run.
    void refused(Place place, String message) {
        findings.accept(place.refused(message).finding());
    }

    /// The cases of this test become errors with this reason.
    public void unsupported(Place place, String message) {
        findings.accept(place.unsupported(message));
        reasons.add(message);
    }

    /// Reported only: whoever judges the case makes it an error by himself.
    void announced(Place place, String message) {
        findings.accept(place.unsupported(message));
    }

    public void ignored(Place place, String message) {
        findings.accept(place.ignored(message));
    }

    public void accept(Finding finding) {
        findings.accept(finding);
    }

    /// Why the cases cannot be judged; empty if they can.
    public Optional<String> reason() {
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }
}
