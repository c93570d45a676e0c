package dev.promptcards.run;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.QueryParameters;
import dev.promptcards.http.Searching;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import java.util.List;
import java.util.UUID;

/// Executions over HTTP.
@Controller("/api/v1/workspaces/{workspace}")
@ExecuteOn(TaskExecutors.BLOCKING)
class ExecutionController {

    private static final String LISTING = "executions";

    private final Runs runs;
    private final ExecutionRepository executions;
    private final ExecutionSearch search;
    private final Searching searching;
    private final WorkspaceTransactions transactions;

    ExecutionController(
            Runs runs,
            ExecutionRepository executions,
            ExecutionSearch search,
            Searching searching,
            WorkspaceTransactions transactions) {
        this.runs = runs;
        this.executions = executions;
        this.search = search;
        this.searching = searching;
        this.transactions = transactions;
    }

    /// The executions of a run in the order of its result table: row by row, then column by column.
    /// The filters are those of all executions.
    @Get("/runs/{run}/executions")
    @Needs(Permission.RUN_READ)
    Page<ExecutionView> list(
            WorkspaceId workspace,
            String run,
            @RequestBean ExecutionParameters described,
            HttpRequest<?> request) {
        var given = QueryParameters.of(request);
        var filter = ExecutionFilter.of(given);
        var page = given.page(Cursor.listing(LISTING, filter.toString()), 1);
        given.refuseOthers();
        int after = page.after().map(Cursor::number).orElse(-1);
        var found = runs.find(workspace, run);
        var rows =
                searching.in(
                        workspace,
                        handle ->
                                executions.page(
                                        handle,
                                        workspace,
                                        found,
                                        filter,
                                        after,
                                        page.rowsToRead()));
        return Page.of(rows, page, row -> List.of(String.valueOf(row.number())));
    }

    /// Finds executions of all runs, those of the newest run first. A page is what was found among
    /// the next 5,000: it may be short, or empty, and `next` says whether there is more to look at.
    @Get("/executions")
    @Needs(Permission.RUN_READ)
    Page<ExecutionView> find(
            WorkspaceId workspace,
            @RequestBean ExecutionParameters described,
            HttpRequest<?> request) {
        var given = QueryParameters.of(request);
        var filter = ExecutionFilter.of(given);
        var page = given.page(Cursor.listing(LISTING, filter.toString()), 2);
        given.refuseOthers();
        return search.page(workspace, filter, page);
    }

    @Get("/executions/{id}")
    @Needs(Permission.RUN_READ)
    ExecutionView get(WorkspaceId workspace, UUID id) {
        return transactions
                .inWorkspace(workspace, handle -> executions.find(handle, workspace, id))
                .orElseThrow(() -> new Problem.NotFound("there is no execution " + id));
    }
}
