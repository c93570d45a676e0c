package dev.promptcards.run.imported;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.Permissions;
import dev.promptcards.problem.StorableText;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.Objects;

/// Imports over HTTP.
@Controller("/api/v1/workspaces/{workspace}/runs/import")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ImportController {

    private static final String SUITE = "imported";
    private static final int LONGEST_NAME = 1000;

    private final Imports imports;
    private final Permissions permissions;

    ImportController(Imports imports, Permissions permissions) {
        this.imports = imports;
        this.permissions = permissions;
    }

    /// Imports executions that ran elsewhere from a CSV, packed by gzip or not: columns `card`,
    /// `case_id`, `model`, `passed`, and what else was recorded. They become a run for each day of
    /// UTC. All of the file is taken or nothing, and the same text a second time adds nothing.
    /// Creating cards needs `card.write` besides, adding cases `suite.write`.
    ///
    /// @param suite whose cases were tried; `imported` where absent, which grows with the imports
    /// @param file what the file is called
    @Post(consumes = {"text/csv", "application/gzip", MediaType.APPLICATION_OCTET_STREAM})
    @Needs(Permission.RUN_START)
    ImportResult importRuns(
            WorkspaceId workspace,
            @QueryValue @Nullable String suite,
            @QueryValue @Nullable String file,
            @Body @Nullable InputStream body) {
        var name = Objects.requireNonNullElse(file, "");
        StorableText.require("file", name, LONGEST_NAME);
        return imports.take(
                new ImportWish(
                        workspace,
                        Objects.requireNonNullElse(suite, SUITE),
                        name,
                        permissions.of(Caller.current().orElseThrow(), workspace)),
                body == null ? InputStream.nullInputStream() : body);
    }
}
