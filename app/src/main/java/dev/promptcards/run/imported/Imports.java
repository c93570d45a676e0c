package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.suite.ImportedSuites;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.Semaphore;

/// Takes executions that ran elsewhere. A file is stored whole or not at all, in one transaction;
/// the same text a second time adds nothing. Imported executions are no calls: they use up neither
/// the day's executions nor the month's budget.
@Singleton
class Imports {

    /// Each holds disk while it is sent, and a connection while it is stored.
    private static final int AT_ONCE = 2;

    private final WorkspaceTransactions transactions;
    private final ImportTransaction transaction;
    private final ImportedSuites suites;
    private final StoredBytes stored;
    private final Clock clock;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Imports(
            WorkspaceTransactions transactions,
            ImportTransaction transaction,
            ImportedSuites suites,
            StoredBytes stored,
            Clock clock) {
        this.transactions = transactions;
        this.transaction = transaction;
        this.suites = suites;
        this.stored = stored;
        this.clock = clock;
    }

    /// Reads `body`, a CSV or one packed by gzip, and stores it.
    ///
    /// @throws Problem.Invalid with the line and column of the first fault; then nothing is stored
    ImportResult take(ImportWish wish, InputStream body) {
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
                            wish.workspace(),
                            handle -> transaction.store(handle, wish, file, survey, now));
            if (result.cases() > 0) {
                suites.analyze(wish.workspace(), wish.suite());
            }
            return result;
        } finally {
            places.release();
        }
    }
}
