package dev.promptcards.run.imported;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.suite.ImportedSuites;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Iterator;
import java.util.List;

/// The suites whose cases imports tried: looked up in, or extended by what they lack.
@Singleton
final class TriedSuites {

    private final ImportedSuites suites;

    TriedSuites(ImportedSuites suites) {
        this.suites = suites;
    }

    /// A revision that has all cases of an import.
    ///
    /// @param cases how many it has
    /// @param added how many of them came with the import
    /// @param entries what to record of it
    record Tried(ImportedRuns.Target target, int cases, int added, List<AuditEntry> entries) {}

    /// @throws Problem.Invalid where a case is missing in a suite that does not grow by imports
    Tried find(Handle handle, ImportWish wish, Staging staging) {
        var found =
                suites.find(handle, wish.workspace(), wish.suite())
                        .orElseGet(
                                () -> {
                                    wish.need(Permission.SUITE_WRITE, "creates a suite");
                                    return suites.make(handle, wish.workspace(), wish.suite());
                                });
        try (var missing = staging.missing(found.id(), found.revision())) {
            if (!missing.hasNext()) {
                return new Tried(
                        new ImportedRuns.Target(found.id(), found.revision()),
                        found.cases(),
                        0,
                        List.of());
            }
            if (!found.grows()) {
                throw new Problem.Invalid(
                        "line %d, column case_id: the suite `%s` has no case of this key in revision %d; name another suite, or none"
                                .formatted(missing.next().line(), found.slug(), found.revision()));
            }
            wish.need(Permission.SUITE_WRITE, "adds cases to a suite");
            var extended = suites.extend(handle, wish.workspace(), found, keys(missing));
            return new Tried(
                    new ImportedRuns.Target(found.id(), extended.revision()),
                    found.cases() + extended.added(),
                    extended.added(),
                    extended.entries());
        }
    }

    private static Iterator<String> keys(Iterator<Staging.Missing> missing) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return missing.hasNext();
            }

            @Override
            public String next() {
                return missing.next().key();
            }
        };
    }
}
