package dev.promptcards.identity.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditChains;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.audit.chain.Anchor;
import dev.promptcards.audit.chain.AuditChain;
import dev.promptcards.audit.search.AuditExport;
import dev.promptcards.audit.search.AuditFilter;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.types.files.StreamedFile;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// What the chain of a workspace and that of the installation are asked alike.
@Singleton
class AuditReading {

    private final WorkspaceTransactions transactions;
    private final Audit audit;
    private final AuditChain chain;
    private final AuditChains chains;
    private final AuditExport export;

    AuditReading(
            WorkspaceTransactions transactions,
            Audit audit,
            AuditChain chain,
            AuditChains chains,
            AuditExport export) {
        this.transactions = transactions;
        this.audit = audit;
        this.chain = chain;
        this.chains = chains;
        this.export = export;
    }

    VerificationView verify(WorkspaceId workspace, @Nullable String anchor) {
        var noted = Optional.ofNullable(anchor).map(Anchor::parse);
        return VerificationView.of(chains.slug(workspace), chain.verify(workspace, noted));
    }

    /// Gives events away, and writes that down first.
    ///
    /// @param format `ndjson`, also where nothing is said, or `csv`
    HttpResponse<StreamedFile> export(
            WorkspaceId workspace, AuditFilter filter, @Nullable String format) {
        boolean table =
                switch (format) {
                    case "csv" -> true;
                    case "ndjson" -> false;
                    case null -> false;
                    default -> throw new Problem.Invalid("format: must be `ndjson` or `csv`");
                };
        var entry =
                new AuditEntry("audit.export", "workspace", workspace.toString(), "")
                        .after(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("format", table ? "csv" : "ndjson"));
        transactions.inWorkspace(
                workspace,
                handle -> {
                    audit.record(handle, workspace, entry);
                    return entry;
                });
        var file =
                table
                        ? new StreamedFile(export.table(workspace, filter), MediaType.TEXT_CSV_TYPE)
                        : new StreamedFile(
                                export.lines(workspace, filter),
                                MediaType.of("application/x-ndjson"));
        return HttpResponse.ok(file).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
