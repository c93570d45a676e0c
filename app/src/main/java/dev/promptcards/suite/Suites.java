package dev.promptcards.suite;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.Audit;
import dev.promptcards.http.NdjsonReader;
import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Suites and the upload of their cases.
@Singleton
public class Suites {

    private static final int BATCH = 500;

    /// From so many cases on, reading a whole revision for a few of them would be felt.
    static final int WORTH_ANALYZING = 1000;

    private static final int MAXIMUM_LINE = 8 << 20;
    private static final Set<String> DEFAULTS =
            Set.of(
                    "vars",
                    "assert",
                    "options",
                    "threshold",
                    "metadata",
                    "assertScoringFunction",
                    "nunjucksFilters");

    private final WorkspaceTransactions transactions;
    private final Audit audit;
    private final StoredBytes stored;
    private final ObjectMapper json;

    Suites(WorkspaceTransactions transactions, Audit audit, StoredBytes stored, ObjectMapper json) {
        this.transactions = transactions;
        this.audit = audit;
        this.stored = stored;
        this.json = json;
    }

    /// @param revision the suite's revision after the upload: a new one, or the newest where the
    ///     upload says the same
    /// @param setupChanged whether its setup is another now
    public record Uploaded(
            String slug,
            UUID suiteId,
            int revision,
            int cases,
            boolean created,
            boolean setupChanged) {}

    public TestSuite get(WorkspaceId workspace, String slug) {
        return transactions
                .inWorkspace(workspace, handle -> SuiteRepository.find(handle, workspace, slug))
                .orElseThrow(() -> new Problem.NotFound("there is no suite '" + slug + "'"));
    }

    public List<TestSuite> list(WorkspaceId workspace, String afterSlug, int limit) {
        return transactions.inWorkspace(
                workspace, handle -> SuiteRepository.list(handle, workspace, afterSlug, limit));
    }

    /// Reads a revision from newline-delimited JSON: first `{"suite": {"name", "description",
    /// "defaults", "setup"}}`, then a case a line. Batches are stored as they arrive, in a draft
    /// nobody sees; a line that is wrong is named, and the draft goes with it.
    public Uploaded upload(WorkspaceId workspace, String slug, InputStream body, String createdBy) {
        checkSlug(slug);
        stored.requireRoom(workspace);
        var lines =
                new NdjsonReader(
                        body,
                        json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS),
                        MAXIMUM_LINE);
        var header = header(lines);
        var defaults = defaults(header);
        var name = header.path("name").asText(slug);
        var description = header.path("description").asText("");
        var setup = setup(header);
        var suite =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                SuiteRepository.ensure(
                                        handle, workspace, slug, name, description, setup));
        int draft =
                transactions.inWorkspace(
                        workspace,
                        handle ->
                                SuiteRepository.openDraft(
                                        handle,
                                        workspace,
                                        suite.id(),
                                        defaults.toString(),
                                        createdBy));
        try {
            return fill(workspace, slug, suite, draft, defaults, lines);
        } catch (RuntimeException e) {
            transactions.inWorkspace(
                    workspace,
                    handle -> {
                        SuiteRepository.discard(handle, workspace, suite.id(), draft);
                        return draft;
                    });
            throw e;
        }
    }

    private Uploaded fill(
            WorkspaceId workspace,
            String slug,
            SuiteRepository.Ensured suite,
            int draft,
            ObjectNode defaults,
            NdjsonReader lines) {
        var hash = new RevisionHash(defaults);
        var cases = new CaseReader();
        int count = 0;
        var batch = new ArrayList<TestCase>(BATCH);
        for (var line = next(lines); line.isPresent(); line = next(lines)) {
            var testCase = cases.read(line.get());
            hash.add(testCase);
            batch.add(testCase);
            count++;
            if (batch.size() == BATCH) {
                store(workspace, suite.id(), draft, batch);
            }
        }
        store(workspace, suite.id(), draft, batch);
        int total = count;
        var digest = hash.digest();
        var uploaded =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            int revision =
                                    SuiteRepository.publish(
                                            handle, workspace, suite.id(), draft, total, digest);
                            var result =
                                    new Uploaded(
                                            slug,
                                            suite.id(),
                                            revision,
                                            total,
                                            revision == draft,
                                            suite.setupChanged());
                            audit.record(handle, workspace, SuiteEntries.uploaded(result, digest));
                            return result;
                        });
        if (uploaded.created() && total >= WORTH_ANALYZING) {
            transactions.outsideWorkspaces(SuiteRepository::analyze);
        }
        return uploaded;
    }

    private void store(WorkspaceId workspace, UUID suite, int draft, List<TestCase> batch) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    SuiteRepository.insertCases(handle, workspace, suite, draft, batch);
                    return batch.size();
                });
        batch.clear();
    }

    private ObjectNode header(NdjsonReader lines) {
        var first =
                next(lines)
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                "the body is empty; its first line must be"
                                                        + " {\"suite\": {…}}"));
        var node = CaseReader.object(first).get("suite");
        if (node instanceof ObjectNode header) {
            return header;
        }
        throw CaseReader.wrong(1, "must be {\"suite\": {\"name\", \"description\", \"defaults\"}}");
    }

    private ObjectNode defaults(ObjectNode header) {
        JsonNode given = header.path("defaults");
        if (given.isMissingNode() || given.isNull()) {
            return json.createObjectNode();
        }
        if (!(given instanceof ObjectNode defaults)) {
            throw CaseReader.wrong(1, "'defaults' must be an object");
        }
        defaults.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!DEFAULTS.contains(name)) {
                                throw CaseReader.wrong(
                                        1,
                                        "'defaults' has no field '" + name + "', only " + DEFAULTS);
                            }
                        });
        WrittenKeys.fault(defaults)
                .ifPresent(
                        fault -> {
                            throw CaseReader.wrong(1, "'defaults': " + fault);
                        });
        if (defaults.hasNonNull("assertScoringFunction")) {
            CaseFields.scoringFault(defaults.get("assertScoringFunction"))
                    .ifPresent(
                            fault -> {
                                throw CaseReader.wrong(1, "'defaults': " + fault);
                            });
        }
        return defaults;
    }

    /// What a configuration said beside its cases; kept for whoever runs the suite or writes it
    /// back.
    private static Optional<String> setup(JsonNode header) {
        JsonNode given = header.path("setup");
        if (given.isMissingNode() || given.isNull()) {
            return Optional.empty();
        }
        if (!given.isObject()) {
            throw CaseReader.wrong(1, "'setup' must be an object");
        }
        return Optional.of(given.toString());
    }

    static void checkSlug(String slug) {
        if (!slug.matches("[a-z0-9][a-z0-9-]{0,127}")) {
            throw new Problem.Invalid(
                    "a suite's slug is made of a-z, 0-9 and '-', at most 128 of them");
        }
    }

    private static Optional<NdjsonReader.Line> next(NdjsonReader lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new Problem.Invalid("the upload broke off before its end; send it again");
        }
    }
}
