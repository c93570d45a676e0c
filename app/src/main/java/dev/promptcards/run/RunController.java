package dev.promptcards.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.analytics.RunSummary;
import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.QueryParameters;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.quota.Limits;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs over HTTP.
@Controller("/api/v1/workspaces/{workspace}/runs")
@ExecuteOn(TaskExecutors.BLOCKING)
class RunController {

    private final Runs runs;
    private final Decisions decisions;
    private final WorkspaceTransactions transactions;
    private final HeldRuns held;
    private final Limits limits;
    private final ObjectMapper json;

    RunController(
            Runs runs,
            Decisions decisions,
            WorkspaceTransactions transactions,
            HeldRuns held,
            Limits limits,
            ObjectMapper json) {
        this.runs = runs;
        this.decisions = decisions;
        this.transactions = transactions;
        this.held = held;
        this.limits = limits;
        this.json = json;
    }

    /// What is to become of a run that is held.
    ///
    /// @param unknown `retry` or `fail`, for items whose outcome is unknown; absent where a limit
    ///     holds the run and it is to go on
    /// @param budgetUsd what the run may cost from now on, all in all
    @Introspected
    record Resume(@Nullable String unknown, @Nullable BigDecimal budgetUsd) {}

    /// What the run has forgotten with its end.
    ///
    /// @param providers as the run was started with, for the keys that are written into them; other
    ///     changes to them change nothing
    @Introspected
    record Again(
            @Nullable Map<String, String> secrets,
            @Nullable Map<String, String> env,
            @Nullable List<RunRequest.ProviderChoice> providers) {

        RunSecrets.Content content() {
            return new RunSecrets.Content(
                    secrets == null ? Map.of() : secrets,
                    SealedProviders.of(
                                    providers == null ? List.of() : providers,
                                    env == null ? Map.of() : env)
                            .env());
        }
    }

    /// How many items a decision concerned.
    record Decided(int items) {}

    /// Starts a run. 202: it is in the queue, and `Location` tells how it stands. The same
    /// `Idempotency-Key` with the same body gives the same run. Where the workspace has limits,
    /// `RateLimit` tells what is left of them.
    @Post
    @Needs(Permission.RUN_START)
    HttpResponse<RunView> start(
            WorkspaceId workspace,
            @Header("Idempotency-Key") @Nullable String idempotencyKey,
            @Body RunRequest request) {
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > 200)) {
            throw new Problem.Invalid("Idempotency-Key: must have 1 to 200 characters");
        }
        var standing =
                runs.start(
                        workspace, request, idempotencyKey, hash(request), Actor.current().name());
        var answer =
                HttpResponse.<RunView>accepted(URI.create("runs/" + standing.run().id()))
                        .body(RunView.of(standing, null, null));
        limits.fields(workspace).forEach(answer::header);
        return answer;
    }

    /// Runs, newest first. Every filter narrows; an unknown one is refused.
    @Get
    @Needs(Permission.RUN_READ)
    Page<RunView> list(
            WorkspaceId workspace, @RequestBean RunParameters described, HttpRequest<?> request) {
        var given = QueryParameters.of(request);
        var filter = RunFilter.of(given);
        var page = given.page(Cursor.listing("runs", filter.toString()), 1);
        given.refuseOthers();
        int before = page.after().map(Cursor::number).orElse(Integer.MAX_VALUE);
        return Page.of(
                runs.list(workspace, filter, before, page.rowsToRead()).stream()
                        .map(standing -> RunView.of(standing, null, null))
                        .toList(),
                page,
                run -> List.of(String.valueOf(run.number())));
    }

    /// A run by its id or its number. The figures come once nothing more is under way.
    @Get("/{run}")
    @Needs(Permission.RUN_READ)
    RunView get(WorkspaceId workspace, String run) {
        var standing = runs.standing(workspace, runs.find(workspace, run).id());
        return standing.run().state().isSettled()
                ? settled(workspace, standing)
                : RunView.of(standing, null, null);
    }

    @Post("/{run}/cancel")
    @Needs(Permission.RUN_DECIDE)
    RunView cancel(WorkspaceId workspace, String run) {
        var found = runs.find(workspace, run);
        decisions.cancel(workspace, found.id());
        return get(workspace, run);
    }

    /// Settles what is held; a run that a limit holds goes on where that was raised.
    @Post("/{run}/resume")
    @Needs(Permission.RUN_DECIDE)
    Decided resume(WorkspaceId workspace, String run, @Body Resume resume) {
        var id = runs.find(workspace, run).id();
        if (resume.budgetUsd() != null) {
            held.raiseBudget(workspace, id, resume.budgetUsd());
        }
        return switch (resume.unknown()) {
            case "retry" -> new Decided(decisions.retryUnknown(workspace, id));
            case "fail" -> new Decided(decisions.failUnknown(workspace, id));
            case null -> new Decided(held.goOn(workspace, id));
            default -> throw new Problem.Invalid("unknown: must be 'retry' or 'fail'");
        };
    }

    /// Tries again what ended as an error, and nothing else.
    @Post("/{run}/retry-errors")
    @Needs(Permission.RUN_DECIDE)
    Decided retryErrors(WorkspaceId workspace, String run, @Body @Nullable Again again) {
        var id = runs.find(workspace, run).id();
        return new Decided(
                decisions.retryErrors(
                        workspace, id, again == null ? RunSecrets.Content.NONE : again.content()));
    }

    private RunView settled(WorkspaceId workspace, Runs.Standing standing) {
        var run = standing.run();
        var summaries =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            try {
                                return RunSummary.of(
                                        handle.getConnection(),
                                        workspace.value(),
                                        run.id().value(),
                                        run.createdAt());
                            } catch (SQLException e) {
                                throw new IllegalStateException("the run summary failed", e);
                            }
                        });
        var columns =
                runs.columns(workspace, run.id()).stream()
                        .map(column -> view(column, summaries))
                        .toList();
        return RunView.of(standing, RunView.Figures.of(summaries.getLast()), columns);
    }

    private static RunView.ColumnView view(Column column, List<RunSummary> summaries) {
        return new RunView.ColumnView(
                column.number(),
                column.promptLabel(),
                column.version(),
                column.providerId(),
                column.providerLabel().orElse(null),
                column.model(),
                summaries.stream()
                        .filter(s -> Objects.equals(s.column(), column.number()))
                        .findFirst()
                        .map(RunView.Figures::of)
                        .orElse(null));
    }

    private byte[] hash(RunRequest request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(request));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
