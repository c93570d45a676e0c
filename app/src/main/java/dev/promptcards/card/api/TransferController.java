package dev.promptcards.card.api;

import dev.promptcards.card.transfer.CardExport;
import dev.promptcards.card.transfer.CardImport;
import dev.promptcards.card.transfer.ImportResult;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import java.io.InputStream;

/// Cards in and out as lines of JSON.
@Controller("/api/v1/workspaces/{workspace}/cards")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class TransferController {

    private static final String NDJSON = "application/x-ndjson";

    private final CardImport imports;
    private final CardExport exports;

    TransferController(CardImport imports, CardExport exports) {
        this.imports = imports;
        this.exports = exports;
    }

    /// Imports cards, a card a line; a line that cannot be taken is reported and the rest goes on.
    /// The same lines a second time add nothing.
    @Post(
            value = "/import",
            consumes = {NDJSON, MediaType.APPLICATION_OCTET_STREAM})
    @Needs(Permission.CARD_WRITE)
    ImportResult importLines(WorkspaceId workspace, @Body InputStream lines) {
        return imports.run(workspace, lines);
    }

    /// Exports the cards in use, a card a line with all its versions, as an import takes them.
    @Get(value = "/export", produces = NDJSON)
    @Needs(Permission.DATA_EXPORT)
    HttpResponse<StreamedFile> exportLines(WorkspaceId workspace) {
        return HttpResponse.ok(new StreamedFile(exports.open(workspace), MediaType.of(NDJSON)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
