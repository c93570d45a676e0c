package dev.promptcards.card;

import dev.promptcards.analytics.PassRate;
import dev.promptcards.analytics.RunSummary;
import dev.promptcards.card.ProtectedLabelRepository.VersionRun;
import dev.promptcards.identity.Authority;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Standing;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps protected labels: whoever moves or removes a label asks here, in the transaction that does
/// it. Where several patterns cover a label, all of them hold.
@Singleton
class LabelGuard {

    private final ProtectedLabelRepository protections;

    LabelGuard(ProtectedLabelRepository protections) {
        this.protections = protections;
    }

    /// Refuses a move that is not this caller's to make, or to a version that has not passed.
    void checkMove(
            Handle handle, WorkspaceId workspace, PromptCard card, String label, int version) {
        for (var protection : covering(handle, workspace, label)) {
            requireMover(handle, workspace, label, protection);
            if (protection.suite().isPresent()) {
                requirePassed(handle, workspace, card, label, version, protection);
            }
        }
    }

    /// Refuses to take away a label that is not this caller's to move.
    void checkRemoval(Handle handle, WorkspaceId workspace, String label) {
        for (var protection : covering(handle, workspace, label)) {
            requireMover(handle, workspace, label, protection);
        }
    }

    private List<ProtectedLabel> covering(Handle handle, WorkspaceId workspace, String label) {
        return protections.list(handle, workspace).stream().filter(it -> it.covers(label)).toList();
    }

    /// No answer of five seconds ago decides here. What the program itself does for nobody moves no
    /// protected label.
    private static void requireMover(
            Handle handle, WorkspaceId workspace, String label, ProtectedLabel protection) {
        var caller = Caller.current();
        var standing =
                caller.map(it -> Authority.of(handle, workspace, it).standing())
                        .orElse(Standing.NONE);
        if (!standing.permissions().contains(Permission.LABEL_MOVE_PROTECTED)) {
            throw new Problem.Forbidden(
                    "`%s` is a protected label: to move it needs the permission `%s`."
                            .formatted(label, Permission.LABEL_MOVE_PROTECTED));
        }
        boolean local = caller.filter(Caller.Local.class::isInstance).isPresent();
        if (!local
                && !protection.roles().isEmpty()
                && !protection.roles().contains(standing.role())) {
            throw new Problem.Forbidden(
                    "`%s` is a protected label: only members with the role %s move it."
                            .formatted(label, String.join(" or ", protection.roles())));
        }
    }

    private void requirePassed(
            Handle handle,
            WorkspaceId workspace,
            PromptCard card,
            String label,
            int version,
            ProtectedLabel protection) {
        var suite = protection.suite().orElseThrow();
        double least = protection.minPassRate().orElseThrow();
        var run = protections.latestRun(handle, workspace, card.id(), version, suite);
        var rate = run.flatMap(it -> passRate(handle, workspace, it));
        if (rate.filter(it -> it.rate() >= least).isEmpty()) {
            throw new Problem.Conflict(
                    "`%s` is a protected label: version %d of `%s` needs a completed run on all cases of the suite `%s` with a pass rate of at least %s; %s."
                            .formatted(
                                    label,
                                    version,
                                    card.slug(),
                                    suite,
                                    percent(least),
                                    run.map(it -> found(it, rate)).orElse("it has none")));
        }
    }

    private static String found(VersionRun run, Optional<PassRate> rate) {
        return "its latest, run %d, has %s"
                .formatted(run.number(), rate.map(it -> percent(it.rate())).orElse("no results"));
    }

    /// Over all columns of the run in which the version stands, such as several models.
    private static Optional<PassRate> passRate(
            Handle handle, WorkspaceId workspace, VersionRun run) {
        var columns = Set.of(run.columns());
        try {
            int passed = 0;
            int tries = 0;
            for (var summary :
                    RunSummary.of(
                            handle.getConnection(), workspace.value(), run.id(), run.createdAt())) {
                if (summary.column() != null && columns.contains(summary.column())) {
                    passed += summary.passed();
                    tries += summary.passed() + summary.failed() + summary.errors();
                }
            }
            return tries == 0 ? Optional.empty() : Optional.of(PassRate.of(passed, tries));
        } catch (SQLException failure) {
            throw new IllegalStateException("the run's summary cannot be read", failure);
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
