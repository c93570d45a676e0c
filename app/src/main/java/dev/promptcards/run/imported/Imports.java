package dev.promptcards.run.imported;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.card.transfer.NamedCards;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.run.Run;
import dev.promptcards.run.RunEvents;
import dev.promptcards.run.imported.ImportResult.ImportedRun;
import dev.promptcards.suite.ImportedSuites;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Takes executions that ran elsewhere. A file is stored whole or not at all, in one transaction;
/// the same text a second time adds nothing. Imported executions are no calls: they use up neither
/// the day's executions nor the month's budget.
@Singleton
class Imports {

    /// Each holds disk while it is sent, and a connection while it is stored.
    private static final int AT_ONCE = 2;

    private static final int LONGEST_NAME = 200;

    private final WorkspaceTransactions transactions;
    private final NamedCards cards;
    private final ImportedSuites suites;
    private final StoredBytes stored;
    private final Audit audit;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Imports(
            WorkspaceTransactions transactions,
            NamedCards cards,
            ImportedSuites suites,
            StoredBytes stored,
            Audit audit,
            Clock clock) {
        this.transactions = transactions;
        this.cards = cards;
        this.suites = suites;
        this.stored = stored;
        this.audit = audit;
        this.clock = clock;
    }

    /// What an import is asked for.
    ///
    /// @param suite the slug of the suite whose cases were tried
    /// @param file what the file is called; only told
    /// @param may what the caller may do in the workspace
    record Wish(WorkspaceId workspace, String suite, String file, Set<Permission> may) {}

    /// Reads `body`, a CSV or one packed by gzip, and stores it.
    ///
    /// @throws Problem.Invalid with the line and column of the first fault; then nothing is stored
    ImportResult take(Wish wish, InputStream body) {
        stored.requireRoom(wish.workspace());
        // Before the file is taken: it needs disk, and time to be looked through.
        if (!places.tryAcquire()) {
            throw new Problem.Unavailable(
                    "Other imports are being taken. Nothing of this one was: try again in a"
                            + " minute.");
        }
        try (var file = ImportFile.of(body)) {
            var now = clock.instant();
            var survey = Survey.of(file, now);
            if (survey.rows() == 0) {
                throw new Problem.Invalid("line 2: the file has a first row and no executions");
            }
            Months.ensure(transactions, survey.months());
            var result =
                    transactions.inWorkspace(
                            wish.workspace(), handle -> store(handle, wish, file, survey, now));
            if (result.cases() > 0) {
                suites.analyze(wish.workspace(), wish.suite());
            }
            return result;
        } finally {
            places.release();
        }
    }

    private ImportResult store(
            Handle handle, Wish wish, ImportFile file, Survey survey, Instant now) {
        // One import of a workspace at a time: the second of the same file finds the first, and
        // the numbers runs have meanwhile are nobody else's.
        handle.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                wish.workspace() + "/import");
        var known = ImportedRuns.known(handle, wish.workspace(), survey);
        if (!known.isEmpty()) {
            return result(survey, 0, known, 0, wish.suite(), 0, 0);
        }
        var staging = new Staging(handle, wish.workspace(), survey, now);
        staging.fill(file);
        stored.requireRoom(handle, wish.workspace(), staging.bytes());
        staging.requireDistinctRepeats();
        var entries = new ArrayList<AuditEntry>(makeCards(handle, wish, survey));
        int made = entries.size();
        var suite = suite(handle, wish, staging);
        entries.addAll(suite.entries());
        makeRuns(handle, wish, survey, staging, suite);
        staging.clear();
        ImportedRuns.count(handle, wish.workspace(), survey.days());
        var runs = numbered(handle, wish, survey, suite, entries);
        audit.record(handle, wish.workspace(), entries);
        return result(
                survey,
                survey.rows(),
                runs,
                made,
                wish.suite(),
                suite.target().revision(),
                suite.added());
    }

    private List<AuditEntry> makeCards(Handle handle, Wish wish, Survey survey) {
        var there = cards.versions(handle, wish.workspace(), survey.cards().keySet());
        var missing = new ArrayList<NamedCards.Named>();
        int made = 0;
        for (var card : survey.cards().entrySet()) {
            var use = card.getValue();
            Integer versions = there.get(card.getKey());
            check(card.getKey(), use, versions == null ? use.versions() : versions);
            if (versions == null) {
                made += use.versions();
                checkMade(survey, use, made);
                missing.add(new NamedCards.Named(card.getKey(), use.name(), use.versions()));
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        need(wish, Permission.CARD_WRITE, "creates cards");
        return cards.create(handle, wish.workspace(), missing);
    }

    /// A row's version must be one that is there, and be named where there are several.
    private static void check(String slug, Survey.CardUse use, int versions) {
        if (use.versions() > versions) {
            throw new Problem.Invalid(
                    "line %d, column version: the card `%s` has only %d; add its versions first, or leave the card's row out"
                            .formatted(use.versioned(), slug, versions));
        }
        if (use.unversioned() != 0 && versions != 1) {
            throw new Problem.Invalid(
                    "line %d, column version: the card `%s` has %d versions, and the row does not say which of them ran"
                            .formatted(use.unversioned(), slug, versions));
        }
    }

    /// Versions nobody recorded are rows too: one high number for each of many cards is a mistake.
    private static void checkMade(Survey survey, Survey.CardUse use, int made) {
        if (made > Math.max(survey.rows(), ImportReader.MOST_VERSIONS)) {
            throw new Problem.Invalid(
                    "line %d, column version: up to here %,d versions would be made, and the file has only %,d rows; number them without gaps, or create the cards first"
                            .formatted(Math.max(use.line(), use.versioned()), made, survey.rows()));
        }
    }

    private record Tried(
            ImportedRuns.Target target, int cases, int added, List<AuditEntry> entries) {}

    private Tried suite(Handle handle, Wish wish, Staging staging) {
        var found =
                suites.find(handle, wish.workspace(), wish.suite())
                        .orElseGet(
                                () -> {
                                    need(wish, Permission.SUITE_WRITE, "creates a suite");
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
            need(wish, Permission.SUITE_WRITE, "adds cases to a suite");
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

    private static void makeRuns(
            Handle handle, Wish wish, Survey survey, Staging staging, Tried suite) {
        var workspace = wish.workspace();
        var repeats =
                staging.repeats().stream()
                        .collect(Collectors.toMap(Staging.Repeats::run, Staging.Repeats::most));
        int number = 0;
        for (var day : survey.days()) {
            ImportedRuns.insert(
                    handle,
                    workspace,
                    survey,
                    day,
                    --number,
                    suite.target(),
                    tries(suite, day, repeats.getOrDefault(day.run().value(), 1)),
                    source(wish, survey),
                    Actor.current().name());
            RunEvents.add(
                    handle,
                    workspace,
                    day.run(),
                    "imported",
                    "{\"items\":%d}".formatted(day.executions()));
        }
        ImportedRuns.insertColumns(handle, workspace, survey.days());
        int executions =
                ImportedRuns.insertExecutions(handle, workspace, survey.days(), suite.target());
        if (executions != survey.rows()) {
            throw new IllegalStateException(
                    "%d rows became %d executions".formatted(survey.rows(), executions));
        }
    }

    private static List<ImportedRuns.Known> numbered(
            Handle handle, Wish wish, Survey survey, Tried suite, List<AuditEntry> entries) {
        int number = ImportedRuns.number(handle, wish.workspace(), survey.days());
        var runs = new ArrayList<ImportedRuns.Known>();
        for (var day : survey.days()) {
            entries.add(
                    ImportEntries.imported(
                            survey, day, number, wish.suite(), suite.target().revision()));
            runs.add(new ImportedRuns.Known(day.run().value(), number++, day.executions()));
        }
        return runs;
    }

    /// Rows of a result table are numbered case × try.
    private static int tries(Tried suite, Day day, int most) {
        if ((long) suite.cases() * most > Integer.MAX_VALUE) {
            throw new Problem.Invalid(
                    "%,d cases × %,d tries of one case (%s) are more than a run can hold; split the file, or give rows their created_at"
                            .formatted(suite.cases(), most, day.name()));
        }
        return most;
    }

    private static String source(Wish wish, Survey survey) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", Run.IMPORTED)
                .put("file", wish.file().substring(0, Math.min(wish.file().length(), LONGEST_NAME)))
                .put("sha256", survey.hash())
                .toString();
    }

    private static void need(Wish wish, Permission permission, String why) {
        if (!wish.may().contains(permission)) {
            throw new Problem.Forbidden(
                    "This import %s, which needs the permission `%s`. Ask one of the workspace's owners."
                            .formatted(why, permission));
        }
    }

    private static ImportResult result(
            Survey survey,
            int added,
            List<ImportedRuns.Known> runs,
            int cards,
            String suite,
            int revision,
            int cases) {
        return new ImportResult(
                survey.rows(),
                added,
                runs.stream()
                        .map(run -> new ImportedRun(run.id(), run.number(), run.executions()))
                        .toList(),
                cards,
                suite,
                revision,
                cases,
                survey.hash());
    }
}
