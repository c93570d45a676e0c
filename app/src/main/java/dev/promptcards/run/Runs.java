package dev.promptcards.run;

import dev.promptcards.audit.Audit;
import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.quota.Limits;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.quota.Wanted;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Starts runs and lets people look at them.
@Singleton
public class Runs {

    private final WorkspaceTransactions transactions;
    private final RunRepository repository;
    private final RunSecrets secrets;
    private final ProviderOpening opening;
    private final WorkSignal signal;
    private final Audit audit;
    private final Estimates estimates;
    private final Limits limits;
    private final StoredBytes stored;

    Runs(
            WorkspaceTransactions transactions,
            RunRepository repository,
            RunSecrets secrets,
            ProviderOpening opening,
            WorkSignal signal,
            Audit audit,
            Estimates estimates,
            Limits limits,
            StoredBytes stored) {
        this.transactions = transactions;
        this.repository = repository;
        this.secrets = secrets;
        this.opening = opening;
        this.signal = signal;
        this.audit = audit;
        this.estimates = estimates;
        this.limits = limits;
        this.stored = stored;
    }

    /// A run with its counters.
    public record Standing(Run run, Progress progress) {}

    /// Starts a run: pins versions and revision, and puts every item into the queue, in one
    /// transaction. A key that has started a run before gives that run again. What the workspace's
    /// limits do not allow is refused.
    ///
    /// @param requestHash of the request's body, to tell a repetition from another request under
    ///     the
    ///     same key
    public Standing start(
            WorkspaceId workspace,
            RunRequest request,
            @Nullable String idempotencyKey,
            byte[] requestHash,
            String createdBy) {
        request.check();
        stored.requireRoom(workspace);
        var run =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                begun(handle, workspace, idempotencyKey, requestHash)
                                        .orElseGet(
                                                () ->
                                                        begin(
                                                                handle,
                                                                workspace,
                                                                request,
                                                                idempotencyKey,
                                                                requestHash,
                                                                createdBy)));
        signal.raise();
        return standing(workspace, run);
    }

    /// The run of that id or number.
    public Run find(WorkspaceId workspace, String idOrNumber) {
        return transactions
                .inWorkspace(workspace, handle -> find(handle, workspace, idOrNumber))
                .orElseThrow(() -> new Problem.NotFound("there is no run '" + idOrNumber + "'"));
    }

    public Standing standing(WorkspaceId workspace, RunId run) {
        return transactions.inWorkspace(
                workspace,
                handle ->
                        new Standing(
                                repository
                                        .find(handle, workspace, run)
                                        .orElseThrow(
                                                () -> new Problem.NotFound("there is no such run")),
                                repository.progress(handle, workspace, run)));
    }

    List<Standing> list(WorkspaceId workspace, RunFilter filter, int before, int limit) {
        return transactions.inWorkspace(
                workspace,
                handle ->
                        repository.list(handle, workspace, filter, before, limit).stream()
                                .map(
                                        run ->
                                                new Standing(
                                                        run,
                                                        repository.progress(
                                                                handle, workspace, run.id())))
                                .toList());
    }

    List<Column> columns(WorkspaceId workspace, RunId run) {
        return transactions.inWorkspace(
                workspace, handle -> repository.columns(handle, workspace, run));
    }

    private Optional<Run> find(Handle handle, WorkspaceId workspace, String idOrNumber) {
        if (idOrNumber.matches("\\d{1,9}")) {
            return repository.findByNumber(handle, workspace, Integer.parseInt(idOrNumber));
        }
        try {
            return repository.find(handle, workspace, new RunId(UUID.fromString(idOrNumber)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<RunId> begun(
            Handle handle, WorkspaceId workspace, @Nullable String key, byte[] requestHash) {
        if (key == null) {
            return Optional.empty();
        }
        // Two requests under one key at once: the second waits here and then finds the first.
        handle.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", workspace + "/" + key);
        return Pins.earlier(handle, workspace, key)
                .map(
                        earlier -> {
                            if (!Arrays.equals(earlier.requestHash(), requestHash)) {
                                throw new Problem.Conflict(
                                        "this Idempotency-Key has started a run from another"
                                                + " request; take a new key for a new run");
                            }
                            return earlier.run();
                        });
    }

    private RunId begin(
            Handle handle,
            WorkspaceId workspace,
            RunRequest request,
            @Nullable String key,
            byte[] requestHash,
            String createdBy) {
        var id = NewId.next();
        var run = new RunId(id);
        var suite = Pins.suite(handle, workspace, request.suite());
        var prompts =
                request.prompts().stream()
                        .map(choice -> Pins.prompt(handle, workspace, choice))
                        .toList();
        Map<String, String> keys = request.secrets() == null ? Map.of() : request.secrets();
        var scope = new ScriptScope("run:" + run);
        var sealed =
                SealedProviders.of(
                        request.providers(), request.env() == null ? Map.of() : request.env());
        var brought = new ProviderOpening.Brought(keys, sealed.env(), scope);
        var planned =
                ColumnPlan.columns(
                        sealed.choices(),
                        prompts,
                        spec -> opening.atStart(handle, workspace, spec, brought));
        var columns = planned.stream().map(ColumnPlan.Planned::column).toList();
        var choices =
                ColumnChoices.read(handle, workspace, suite, request.cases(suite.cases()), columns);
        boolean serial =
                suite.serial()
                        || choices.serial()
                        || prompts.stream().anyMatch(Pins.PinnedPrompt::conversation);
        var size = RunStart.size(suite, request, choices, columns.size(), serial);
        var estimate =
                estimates.of(
                        handle,
                        workspace,
                        suite,
                        request,
                        planned,
                        choices,
                        name -> keys.containsKey(name) || sealed.env().containsKey(name));
        limits.admit(
                handle,
                workspace,
                new Wanted(size.total(), estimate.within(request.budgetUsd()), !estimate.isFree()));
        RunStart.insertRun(
                handle,
                workspace,
                run,
                request,
                suite,
                size,
                GivenNames.of(keys, sealed.env()),
                estimate,
                key,
                requestHash,
                createdBy,
                NewId.time(id));
        RunStart.insertColumns(handle, workspace, run, columns);
        Enqueueing.items(handle, workspace, run, suite, request, choices, columns.size());
        if (size.comparing()) {
            Enqueueing.comparisons(handle, workspace, run, suite, request, choices, size.grid());
        }
        secrets.store(handle, workspace, run, new RunSecrets.Content(keys, sealed.env()));
        RunEvents.add(handle, workspace, run, "started", "{\"items\":%d}".formatted(size.total()));
        var started = repository.find(handle, workspace, run).orElseThrow();
        audit.record(handle, workspace, RunEntries.started(started, columns));
        return run;
    }
}
