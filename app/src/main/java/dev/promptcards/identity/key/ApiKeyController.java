package dev.promptcards.identity.key;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.identity.credential.Credential;
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

import java.time.Instant;
import java.util.List;
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

    /// A key on the wire.
    ///
    /// @param prefix how the key begins, by which one that turned up somewhere is found here
    /// @param createdBy `user:<id>`, or `local` for a command on the server's machine
    /// @param lastUsedAt to the minute; null while it was not used
    /// @param key the key itself, in the answer that made it and never again
    record ApiKeyView(
            UUID id,
            String name,
            String prefix,
            List<String> scopes,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

        static ApiKeyView of(ApiKey key, @Nullable String word) {
            return new ApiKeyView(
                    key.id(),
                    key.name(),
                    Credential.prefix(Credential.Kind.API_KEY, key.id()),
                    List.of(key.scopes()),
                    key.createdBy(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt().orElse(null),
                    key.revokedAt().orElse(null),
                    word);
        }
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
