package dev.promptcards.run.imported;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.run.Run;
import dev.promptcards.run.RunEvents;
import dev.promptcards.run.imported.ImportResult.ImportedRun;
import dev.promptcards.tenancy.Actor;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Stores a file that was looked through, all of it or nothing.
@Singleton
final class ImportTransaction {

    private static final int LONGEST_NAME = 200;

    private final ImportedCards cards;
    private final TriedSuites suites;
    private final StoredBytes stored;
    private final Audit audit;

    ImportTransaction(ImportedCards cards, TriedSuites suites, StoredBytes stored, Audit audit) {
        this.cards = cards;
        this.suites = suites;
        this.stored = stored;
        this.audit = audit;
    }

    /// @param handle bound to the workspace
    /// @param now when rows without a time are taken to have run
    ImportResult store(
            Handle handle, ImportWish wish, ImportFile file, Survey survey, Instant now) {
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
        var entries = new ArrayList<AuditEntry>(cards.make(handle, wish, survey));
        int made = entries.size();
        var suite = suites.find(handle, wish, staging);
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

    private static void makeRuns(
            Handle handle,
            ImportWish wish,
            Survey survey,
            Staging staging,
            TriedSuites.Tried suite) {
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
            Handle handle,
            ImportWish wish,
            Survey survey,
            TriedSuites.Tried suite,
            List<AuditEntry> entries) {
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
    private static int tries(TriedSuites.Tried suite, Day day, int most) {
        if ((long) suite.cases() * most > Integer.MAX_VALUE) {
            throw new Problem.Invalid(
                    "%,d cases × %,d tries of one case (%s) are more than a run can hold; split the file, or give rows their created_at"
                            .formatted(suite.cases(), most, day.name()));
        }
        return most;
    }

    private static String source(ImportWish wish, Survey survey) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", Run.IMPORTED)
                .put("file", wish.file().substring(0, Math.min(wish.file().length(), LONGEST_NAME)))
                .put("sha256", survey.hash())
                .toString();
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
