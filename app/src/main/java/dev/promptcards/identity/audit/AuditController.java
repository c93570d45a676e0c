package dev.promptcards.identity.audit;

import dev.promptcards.audit.search.AuditSearch;
import dev.promptcards.audit.search.FoundEvent;
import dev.promptcards.http.Page;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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

/// The audit log of a workspace.
@Controller("/api/v1/workspaces/{workspace}/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Audit")
final class AuditController {

    private final AuditSearch search;
    private final AuditReading reading;

    AuditController(AuditSearch search, AuditReading reading) {
        this.search = search;
        this.reading = reading;
    }

    /// Events, newest first.
    @Get
    @Needs(Permission.AUDIT_READ)
    Page<FoundEvent> list(WorkspaceId workspace, @RequestBean AuditQuery query) {
        return search.page(workspace, query.filter(), query.page());
    }

    /// The events a search finds, all of them: a line of JSON each, or a table for spreadsheets.
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
    @Needs(Permission.AUDIT_READ)
    HttpResponse<StreamedFile> export(
            WorkspaceId workspace,
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
        return reading.export(workspace, query.filter(), format);
    }

    /// Whether the log is as it was written. It is read whole.
    ///
    /// @param anchor `end` of an earlier verification: then an older state brought back is found,
    ///     too
    @Get("/verify")
    @Needs(Permission.AUDIT_READ)
    VerificationView verify(WorkspaceId workspace, @QueryValue @Nullable String anchor) {
        return reading.verify(workspace, anchor);
    }
}
