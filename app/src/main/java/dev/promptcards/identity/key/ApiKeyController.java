package dev.promptcards.identity.key;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/// The API keys of a workspace.
@Controller("/api/v1/workspaces/{workspace}/keys")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "API keys")
final class ApiKeyController {

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /// Makes a key. The answer shows it, this once.
    @Post
    @Status(HttpStatus.CREATED)
    @Needs(Permission.KEY_MANAGE)
    HttpResponse<ApiKeyView> make(WorkspaceId workspace, @Body ApiKeyDraft draft) {
        var made = keys.make(Caller.current().orElseThrow(), workspace, draft);
        return HttpResponse.created(ApiKeyView.of(made.key(), made.credential().word()))
                .header("Cache-Control", "no-store");
    }

    /// Lists the keys, newest first; those that expired or were revoked too.
    @Get
    @Needs(Permission.KEY_MANAGE)
    Page<ApiKeyView> list(
            WorkspaceId workspace,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        return keys.list(workspace, PageRequest.of("keys", 1, cursor, limit))
                .map(key -> ApiKeyView.of(key, null));
    }

    /// Revokes a key. It is refused at once by the server that answers, and within five seconds by
    /// all others.
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.KEY_MANAGE)
    void revoke(WorkspaceId workspace, UUID id) {
        keys.revoke(workspace, id);
    }
}
