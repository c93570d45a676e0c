package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.suite.ImportedSuites;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.io.InputStream;
import java.time.Clock;

/// Takes executions that ran elsewhere. A file is stored whole or not at all, in one transaction;
/// the same text a second time adds nothing. Imported executions are no calls: they use up neither
/// the day's executions nor the month's budget.
@Singleton
class Imports {

    private final WorkspaceTransactions transactions;
    private final ImportTransaction transaction;
    private final ImportedSuites suites;
    private final StoredBytes stored;
    private final ImportPlaces places;
    private final Clock clock;

    Imports(
            WorkspaceTransactions transactions,
            ImportTransaction transaction,
            ImportedSuites suites,
            StoredBytes stored,
            ImportPlaces places,
            Clock clock) {
        this.transactions = transactions;
        this.transaction = transaction;
        this.suites = suites;
        this.stored = stored;
        this.places = places;
        this.clock = clock;
    }

    /// Reads `body`, a CSV or one packed by gzip, and stores it.
    ///
    /// @throws Problem.Invalid with the line and column of the first fault; then nothing is stored
    /// @throws Problem.Unavailable where other imports leave no place
    ImportResult take(ImportWish wish, InputStream body) {
        stored.requireRoom(wish.workspace());
        return places.send(
                wish.workspace(),
                () -> {
                    try (var file = ImportFile.of(body)) {
                        return places.store(() -> store(wish, file));
                    }
                });
    }

    private ImportResult store(ImportWish wish, ImportFile file) {
        var now = clock.instant();
        var survey = Survey.of(file, now);
        if (survey.rows() == 0) {
            throw new Problem.Invalid("line 2: the file has a first row and no executions");
        }
        Months.ensure(transactions, survey.months());
        var result =
                transactions.inWorkspace(
                        wish.workspace(),
                        handle -> transaction.store(handle, wish, file, survey, now));
        if (result.cases() > 0) {
            suites.analyze(wish.workspace(), wish.suite());
        }
        return result;
    }
}
