package dev.promptcards.http;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;

/// Searches within a limit of time: what somebody looks for may be expensive to look for.
@Singleton
public class Searching {

    /// SQLSTATE of a statement that was cancelled.
    private static final String CANCELLED = "57014";

    private final WorkspaceTransactions transactions;
    private final Duration limit;

    /// @param limit how long a statement of a search may take
    Searching(
            WorkspaceTransactions transactions,
            @Value("${promptcards.search.limit:10s}") Duration limit) {
        this.transactions = transactions;
        this.limit = limit;
    }

    /// Runs `work`, which reads what was there at one moment.
    ///
    /// @throws Problem.TooSlow where a statement of it takes longer than the limit
    public <T> T in(WorkspaceId workspace, Function<Handle, T> work) {
        try {
            return transactions.reading(workspace, limit, work);
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException cause
                    && CANCELLED.equals(cause.getSQLState())) {
                throw new Problem.TooSlow(
                        "The search takes longer than %d ms. Ask for less: add filters, such as a"
                                        .formatted(limit.toMillis())
                                + " shorter `created`, or a smaller `limit`.");
            }
            throw e;
        }
    }
}
