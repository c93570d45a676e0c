package dev.promptcards.identity.audit;

import dev.promptcards.audit.AuditChains;
import dev.promptcards.audit.Retirement;
import dev.promptcards.audit.search.AuditSearch;
import dev.promptcards.audit.search.FoundEvent;
import dev.promptcards.http.Page;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.identity.InstallationReaders;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;

/// The audit log of the installation, for who runs it: sign-ins, people, and all chains at once.
@Controller("/api/v1/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Audit")
final class InstallationAuditController {

    private final AuditSearch search;
    private final AuditReading reading;
    private final AuditChains chains;
    private final Retirement retirement;
    private final InstallationReaders readers;

    InstallationAuditController(
            AuditSearch search,
            AuditReading reading,
            AuditChains chains,
            Retirement retirement,
            InstallationReaders readers) {
        this.search = search;
        this.reading = reading;
        this.chains = chains;
        this.retirement = retirement;
        this.readers = readers;
    }

    /// @param before the first day of a month
    @Introspected
    record Retire(@Nullable LocalDate before) {}

    /// @param chains in how many there is something to take away
    record Retired(LocalDate before, int chains) {}

    /// Events that belong to no workspace, newest first.
    @Get
    @ForAnyCaller
    Page<FoundEvent> list(@RequestBean AuditQuery query) {
        readers.require("The installation's log");
        return search.page(WorkspaceId.INSTALLATION, query.filter(), query.page());
    }

    /// All that a search among them finds.
    @Get("/export")
    @ApiResponse(
            responseCode = "200",
            description = "The events; as lines, or as a table.",
            content = {
                @Content(
                        mediaType = "application/x-ndjson",
                        schema = @Schema(implementation = String.class)),
                @Content(
                        mediaType = MediaType.TEXT_CSV,
                        schema = @Schema(implementation = String.class))
            })
    @ForAnyCaller
    HttpResponse<StreamedFile> export(
            @RequestBean AuditQuery query,
            @Parameter(
                            description = "`ndjson` where nothing is said.",
                            example = "csv",
                            schema =
                                    @Schema(
                                            implementation = String.class,
                                            allowableValues = {"ndjson", "csv"}))
                    @QueryValue
                    @Nullable String format) {
        readers.require("The installation's log");
        return reading.export(WorkspaceId.INSTALLATION, query.filter(), format);
    }

    /// Whether they are as they were written.
    @Get("/verify")
    @ForAnyCaller
    VerificationView verify(@QueryValue @Nullable String anchor) {
        readers.require("The installation's log");
        return reading.verify(WorkspaceId.INSTALLATION, anchor);
    }

    /// Whether every chain is: the installation's and that of each workspace.
    @Get("/verify-all")
    @ForAnyCaller
    List<VerificationView> verifyAll() {
        requireOperator();
        return chains.all().stream().map(it -> reading.verify(it, null)).toList();
    }

    /// Lets the events before a month be missing from every chain, so that the owner of the tables
    /// may take their partitions away.
    @Post("/retire")
    @ForAnyCaller
    Retired retire(@Body Retire retire) {
        requireOperator();
        if (retire.before() == null) {
            throw new Problem.Invalid("before: missing; the first day of a month");
        }
        return new Retired(retire.before(), retirement.retire(retire.before()));
    }

    /// What reaches into every workspace is not for administrators, who may be members of none.
    private static void requireOperator() {
        if (!(Caller.current().orElseThrow() instanceof Caller.Local)) {
            throw new Problem.Forbidden(
                    "This reaches into the log of every workspace: use the command line on the"
                            + " server's machine.");
        }
    }
}
