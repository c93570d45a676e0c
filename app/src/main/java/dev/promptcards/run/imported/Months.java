package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.JdbiException;

import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Collection;

/// The months of an import, each of which is a partition of the executions. Making one may wait
/// for whoever else uses the table, and others queue behind it: so it waits a second, a few times,
/// and then gives up.
final class Months {

    private static final int TRIES = 3;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Months() {}

    /// Makes those that are not there, each in a transaction of its own.
    ///
    /// @throws Problem.Unavailable where the table stays locked
    static void ensure(WorkspaceTransactions transactions, Collection<YearMonth> months) {
        months.forEach(month -> ensure(transactions, month));
    }

    private static void ensure(WorkspaceTransactions transactions, YearMonth month) {
        for (int tries = TRIES; tries > 0; tries--) {
            try {
                transactions.outsideWorkspaces(
                        handle ->
                                handle.createQuery(
                                                "SELECT ensure_execution_partitions(:month,"
                                                        + " :month)")
                                        .bind("month", month.atDay(1))
                                        .mapTo(Integer.class)
                                        .one());
                return;
            } catch (JdbiException e) {
                if (!(e.getCause() instanceof SQLException sql
                        && LOCK_NOT_AVAILABLE.equals(sql.getSQLState()))) {
                    throw e;
                }
            }
        }
        throw new Problem.Unavailable(
                "The month %s could not be prepared: the executions stay locked, by another import or by maintenance. Nothing was taken: try again in a few minutes."
                        .formatted(month));
    }
}
