package dev.promptcards.suite;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/// Suites of cases of which only the key is known, because results of them came from elsewhere.
/// Such a suite grows with each import: a new revision holds the cases it had, at their places, and
/// the new ones behind them. Its cases cannot be run, and say so.
@Singleton
public class ImportedSuites {

    private static final int BATCH = 500;
    private static final String NOT_RECORDED =
            "this case was imported with its results; what it asks was not recorded";

    private final CaseRepository cases;
    private final WorkspaceTransactions transactions;

    ImportedSuites(CaseRepository cases, WorkspaceTransactions transactions) {
        this.cases = cases;
        this.transactions = transactions;
    }

    /// A suite.
    ///
    /// @param revision the newest published; 0 before the first
    /// @param cases how many that holds
    /// @param grows whether all of them came by imports
    public record Found(UUID id, String slug, int revision, int cases, boolean grows) {}

    /// A revision with what to record of it.
    public record Extended(int revision, int added, List<AuditEntry> entries) {}

    /// The suite of that slug; empty where there is none. One that grows is held until the
    /// transaction ends, since the revision an import adds is only there with all of the import:
    /// nobody may publish another meanwhile, and whoever wants to waits. One of somebody's own is
    /// not held: what is read of it is a revision, and those stay as they are.
    public Optional<Found> find(Handle handle, WorkspaceId workspace, String slug) {
        Suites.checkSlug(slug);
        return SuiteRepository.find(handle, workspace, slug)
                .map(suite -> found(handle, workspace, suite))
                .map(found -> found.grows() ? held(handle, workspace, found) : found);
    }

    /// The suite of that slug, made where there is none.
    public Found make(Handle handle, WorkspaceId workspace, String slug) {
        SuiteRepository.ensure(
                handle,
                workspace,
                slug,
                slug,
                "Cases of executions that ran elsewhere.",
                Optional.empty());
        return find(handle, workspace, slug).orElseThrow();
    }

    /// Publishes a revision that holds the suite's cases and those of `keys` behind them.
    ///
    /// @param suite one that grows
    /// @param keys none of which it has
    public Extended extend(
            Handle handle, WorkspaceId workspace, Found suite, Iterator<String> keys) {
        int draft =
                SuiteRepository.openDraft(
                        handle, workspace, suite.id(), "{}", Actor.current().name());
        copy(handle, workspace, suite, draft);
        int position = suite.cases();
        var batch = new ArrayList<TestCase>(BATCH);
        while (keys.hasNext()) {
            batch.add(unrecorded(position++, keys.next()));
            if (batch.size() == BATCH || !keys.hasNext()) {
                SuiteRepository.insertCases(handle, workspace, suite.id(), draft, batch);
                batch.clear();
            }
        }
        var digest = digest(handle, workspace, suite.id(), draft);
        int revision =
                SuiteRepository.publish(handle, workspace, suite.id(), draft, position, digest);
        var uploaded =
                new Suites.Uploaded(suite.slug(), suite.id(), revision, position, true, false);
        return new Extended(
                revision, position - suite.cases(), SuiteEntries.uploaded(uploaded, digest));
    }

    /// Lets the planner know of a revision that was published, as of one that was uploaded. Not in
    /// the transaction of the import, which other suites would then wait for.
    public void analyze(WorkspaceId workspace, String slug) {
        var published =
                transactions.inWorkspace(
                        workspace, handle -> SuiteRepository.find(handle, workspace, slug));
        if (published.filter(suite -> suite.cases() >= Suites.WORTH_ANALYZING).isPresent()) {
            transactions.outsideWorkspaces(SuiteRepository::analyze);
        }
    }

    private static Found held(Handle handle, WorkspaceId workspace, Found suite) {
        bound(
                        handle.createQuery(
                                """
                                SELECT id FROM test_suites
                                 WHERE workspace_id = :workspaceId AND id = :suiteId FOR NO KEY UPDATE
                                """),
                        workspace,
                        suite.id())
                .mapTo(UUID.class)
                .one();
        // Read once more: somebody may have published a revision before the row was ours.
        return found(
                handle,
                workspace,
                SuiteRepository.find(handle, workspace, suite.slug()).orElseThrow());
    }

    private static Found found(Handle handle, WorkspaceId workspace, TestSuite suite) {
        boolean grows =
                bound(
                                handle.createQuery(
                                        """
                                        SELECT NOT EXISTS (
                                            SELECT FROM test_cases
                                             WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                               AND revision = :revision
                                               AND unsupported IS DISTINCT FROM :reason)
                                        """),
                                workspace,
                                suite.id())
                        .bind("revision", suite.revision())
                        .bind("reason", NOT_RECORDED)
                        .mapTo(Boolean.class)
                        .one();
        return new Found(suite.id(), suite.slug(), suite.revision(), suite.cases(), grows);
    }

    private static void copy(Handle handle, WorkspaceId workspace, Found suite, int draft) {
        bound(
                        handle.createUpdate(
                                """
                                INSERT INTO test_cases (workspace_id, suite_id, revision, position, key, unsupported)
                                SELECT workspace_id, suite_id, :draft, position, key, unsupported
                                  FROM test_cases
                                 WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                   AND revision = :revision
                                """),
                        workspace,
                        suite.id())
                .bind("revision", suite.revision())
                .bind("draft", draft)
                .execute();
    }

    /// As an upload of the same cases would have it.
    private byte[] digest(Handle handle, WorkspaceId workspace, UUID suite, int revision) {
        var hash = new RevisionHash(JsonNodeFactory.instance.objectNode());
        int after = -1;
        for (var page = cases.page(handle, workspace, suite, revision, after, BATCH);
                !page.isEmpty();
                page = cases.page(handle, workspace, suite, revision, after, BATCH)) {
            page.forEach(hash::add);
            after = page.getLast().position();
        }
        return hash.digest();
    }

    private static TestCase unrecorded(int position, String key) {
        var none = JsonNodeFactory.instance;
        return new TestCase(
                position,
                key,
                Optional.empty(),
                none.objectNode(),
                none.arrayNode(),
                none.objectNode(),
                OptionalDouble.empty(),
                none.objectNode(),
                Optional.of(NOT_RECORDED),
                CaseOverrides.NONE,
                TestCase.Expansion.SINGLE);
    }

    private static <S extends SqlStatement<S>> S bound(
            S statement, WorkspaceId workspace, UUID suite) {
        return statement.bind("workspaceId", workspace.value()).bind("suiteId", suite);
    }
}
