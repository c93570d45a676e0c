package dev.promptcards.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.Audit;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;

/// Gives a suite's newest revision as the lines an upload takes: the same lines sent again change
/// nothing.
@Singleton
class SuiteExport {

    private static final int ROWS = 500;

    private final WorkspaceTransactions transactions;
    private final CaseRepository cases;
    private final Audit audit;
    private final ObjectMapper json;

    SuiteExport(
            WorkspaceTransactions transactions,
            CaseRepository cases,
            Audit audit,
            ObjectMapper json) {
        this.transactions = transactions;
        this.cases = cases;
        this.audit = audit;
        this.json = json;
    }

    /// A stream that reads some cases at a time, each in a transaction of its own. A revision does
    /// not change, so the pieces fit.
    InputStream open(WorkspaceId workspace, TestSuite suite) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    audit.record(handle, workspace, SuiteEntries.exported(suite));
                    return suite;
                });
        return new SequenceInputStream(new Pieces(workspace, suite));
    }

    private String header(WorkspaceId workspace, TestSuite suite) {
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    ObjectNode line = json.createObjectNode();
                    ObjectNode header = line.putObject("suite");
                    header.put("name", suite.name()).put("description", suite.description());
                    header.set(
                            "defaults",
                            cases.defaults(handle, workspace, suite.id(), suite.revision())
                                    .orElseGet(json::createObjectNode));
                    String setup = SuiteRepository.setup(handle, workspace, suite.id());
                    try {
                        header.set("setup", json.readTree(setup));
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException("PostgreSQL returned no JSON", e);
                    }
                    return line + "\n";
                });
    }

    private final class Pieces implements Enumeration<InputStream> {

        private final WorkspaceId workspace;
        private final TestSuite suite;
        private int after = -1;
        private boolean begun;
        private boolean ended;

        Pieces(WorkspaceId workspace, TestSuite suite) {
            this.workspace = workspace;
            this.suite = suite;
        }

        @Override
        public boolean hasMoreElements() {
            return !ended;
        }

        @Override
        public InputStream nextElement() {
            if (!begun) {
                begun = true;
                return stream(header(workspace, suite));
            }
            List<TestCase> page =
                    transactions.inWorkspace(
                            workspace,
                            handle ->
                                    cases.page(
                                            handle,
                                            workspace,
                                            suite.id(),
                                            suite.revision(),
                                            after,
                                            ROWS));
            ended = page.size() < ROWS;
            StringBuilder lines = new StringBuilder();
            for (TestCase one : page) {
                after = one.position();
                lines.append(SuiteLine.of(one)).append('\n');
            }
            return stream(lines.toString());
        }

        private static InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
