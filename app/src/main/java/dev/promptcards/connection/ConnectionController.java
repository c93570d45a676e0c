package dev.promptcards.connection;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Connections to providers: list, write, read, change, archive, try.
@Controller("/api/v1/workspaces/{workspace}/connections")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Connections")
final class ConnectionController {

    private final Connections connections;
    private final Trial trial;

    ConnectionController(Connections connections, Trial trial) {
        this.connections = connections;
        this.trial = trial;
    }

    /// @param model to be asked; the first allowed one where absent
    @Introspected
    record Asked(@Nullable String model) {}

    /// Lists connections by slug. None shows its key.
    @Get
    @Needs(Permission.CONNECTION_READ)
    Page<ConnectionView> list(
            WorkspaceId workspace,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        return connections
                .list(workspace, PageRequest.of("connections", 1, cursor, limit))
                .map(ConnectionView::of);
    }

    /// Reads a connection.
    @Get("/{slug}")
    @Needs(Permission.CONNECTION_READ)
    HttpResponse<ConnectionView> get(WorkspaceId workspace, String slug) {
        return answer(HttpResponse.ok(), connections.get(workspace, slug));
    }

    /// Makes the connection be as sent. A key or headers that are left out stay as they are stored.
    @Put("/{slug}")
    @Needs(Permission.CONNECTION_WRITE)
    HttpResponse<ConnectionView> save(
            WorkspaceId workspace,
            String slug,
            @Body ConnectionDraft draft,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        var saved = connections.save(workspace, slug, draft, Optional.ofNullable(ifMatch));
        return answer(
                HttpResponse.status(saved.created() ? HttpStatus.CREATED : HttpStatus.OK),
                saved.connection());
    }

    /// Changes what is sent, a new key among it.
    @Patch("/{slug}")
    @Needs(Permission.CONNECTION_WRITE)
    HttpResponse<ConnectionView> change(
            WorkspaceId workspace,
            String slug,
            @Body ConnectionDraft draft,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return answer(
                HttpResponse.ok(),
                connections.change(workspace, slug, draft, Optional.ofNullable(ifMatch)));
    }

    /// Archives a connection and forgets its key for good. What runs have left to do through it
    /// ends as errors that name it.
    @Delete("/{slug}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.CONNECTION_WRITE)
    HttpResponse<?> archive(
            WorkspaceId workspace,
            String slug,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        connections.archive(workspace, slug, Optional.ofNullable(ifMatch));
        return HttpResponse.noContent();
    }

    /// Makes one small call, which may be billed, and says what came back.
    @Post("/{slug}/test")
    @Needs(Permission.CONNECTION_WRITE)
    Trial.Outcome test(WorkspaceId workspace, String slug, @Body @Nullable Asked asked) {
        return trial.of(workspace, slug, Optional.ofNullable(asked == null ? null : asked.model()));
    }

    private static HttpResponse<ConnectionView> answer(
            MutableHttpResponse<ConnectionView> response, Connection connection) {
        return response.body(ConnectionView.of(connection))
                .header(HttpHeaders.ETAG, connection.entityTag().toString());
    }
}
