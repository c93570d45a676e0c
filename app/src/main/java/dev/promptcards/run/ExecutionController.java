package dev.promptcards.run;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Executions over HTTP.
@Controller("/api/v1/workspaces/{workspace}")
@ExecuteOn(TaskExecutors.BLOCKING)
class ExecutionController {

    private final Runs runs;
    private final ExecutionRepository executions;
    private final WorkspaceTransactions transactions;

    ExecutionController(
            Runs runs, ExecutionRepository executions, WorkspaceTransactions transactions) {
        this.runs = runs;
        this.executions = executions;
        this.transactions = transactions;
    }

    /// The executions of a run in the order of its result table: row by row, then column by column.
    ///
    /// @param outcome only `passed`, `failed`, `error` or `unknown` ones
    @Get("/runs/{run}/executions")
    @Needs(Permission.RUN_READ)
    Page<ExecutionView> list(
            WorkspaceId workspace,
            String run,
            @QueryValue @Nullable String outcome,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        var request = PageRequest.of("executions", 1, cursor, limit);
        var wanted = Optional.ofNullable(outcome).map(ExecutionController::outcome);
        int after = request.after().map(Cursor::number).orElse(-1);
        var found = runs.find(workspace, run);
        var rows =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                executions.page(
                                        handle,
                                        workspace,
                                        found,
                                        wanted,
                                        after,
                                        request.rowsToRead()));
        return Page.of(rows, request, row -> List.of(String.valueOf(row.number())));
    }

    @Get("/executions/{id}")
    @Needs(Permission.RUN_READ)
    ExecutionView get(WorkspaceId workspace, UUID id) {
        return transactions
                .inWorkspace(workspace, handle -> executions.find(handle, workspace, id))
                .orElseThrow(() -> new Problem.NotFound("there is no execution " + id));
    }

    private static Outcome outcome(String word) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "outcome: must be passed, failed, error or unknown"));
    }
}
