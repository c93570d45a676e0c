package dev.promptcards.run;

import dev.promptcards.problem.Problem;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.stream.Collectors;

/// Refuses another try at a completed run's errors while a key or a variable is missing that the
/// run was started with: nobody is called with less than at first.
@Singleton
class RetryNeeds {

    private final RunRepository runs;
    private final ProviderOpening opening;

    RetryNeeds(RunRepository runs, ProviderOpening opening) {
        this.runs = runs;
        this.opening = opening;
    }

    /// @throws Problem.Invalid if something is missing; it says which provider lacks what
    void check(Handle handle, WorkspaceId workspace, Run run, RunSecrets.Content again) {
        var given =
                run.given()
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                ("run %d ended before runs kept the names of their"
                                                     + " keys, and with parts of its providers"
                                                     + " taken out: its errors cannot be tried"
                                                     + " again as they were. Nothing was called."
                                                     + " Start it anew")
                                                        .formatted(run.number())));
        var missing = given.missing(GivenNames.of(again.keys(), again.env()));
        if (missing.isEmpty()) {
            return;
        }
        var columns = runs.columns(handle, workspace, run.id());
        throw new Problem.Invalid(
                ("run %d forgot its keys when it ended, and of what it was started with is missing:"
                     + " %s. Nothing was called. Give them again by name (`secrets`, `env`), or"
                     + " where they were written into providers, give `providers` as they were; on"
                     + " the command line: promptcards retry %1$d -c FILE")
                        .formatted(
                                run.number(),
                                missing.stream()
                                        .map(
                                                name ->
                                                        named(
                                                                handle, workspace, name, run,
                                                                columns, again))
                                        .collect(Collectors.joining(", "))));
    }

    private String named(
            Handle handle,
            WorkspaceId workspace,
            String name,
            Run run,
            List<Column> columns,
            RunSecrets.Content again) {
        var whose =
                columns.stream()
                        .filter(column -> lacks(handle, workspace, column, name, run, again))
                        .map(column -> column.providerLabel().orElse(column.providerId()))
                        .distinct()
                        .collect(Collectors.joining("', '"));
        return whose.isEmpty()
                ? name + " (of a test's provider, a grader, or a template)"
                : "%s (of '%s')".formatted(name, whose);
    }

    private boolean lacks(
            Handle handle,
            WorkspaceId workspace,
            Column column,
            String name,
            Run run,
            RunSecrets.Content again) {
        if (column.providerId().contains(name) || column.config().toString().contains(name)) {
            return true;
        }
        var spec = new ProviderSpec(column.providerId(), column.providerLabel(), column.config());
        var scope = new ScriptScope("run:" + run.id());
        var brought = new ProviderOpening.Brought(again.keys(), again.env(), scope);
        return opening.open(handle, workspace, spec, brought)
                        instanceof Resolved.Misconfigured(String reason)
                && reason.contains(name);
    }
}
