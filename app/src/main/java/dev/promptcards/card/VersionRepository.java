package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The statements on `card_versions`. There is none that changes a row.
@Singleton
public class VersionRepository {

    private static final String COLUMNS =
            """
            SELECT card_id, number, kind, template, messages, function, variables, settings, message, content_hash,
                   created_by, created_at
              FROM card_versions
            """;

    Optional<CardVersion> find(Handle handle, WorkspaceId workspace, CardId card, int number) {
        return handle.createQuery(
                        COLUMNS
                                + """
                                 WHERE workspace_id = :workspaceId AND card_id = :cardId
                                   AND number = :number
                                """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("number", number)
                .mapTo(Row.class)
                .findOne()
                .map(Row::version);
    }

    /// Newest first.
    List<CardVersion> page(
            Handle handle,
            WorkspaceId workspace,
            CardId card,
            PageRequest page,
            @Nullable Integer before) {
        return handle
                .createQuery(
                        COLUMNS
                                + """
                                 WHERE workspace_id = :workspaceId AND card_id = :cardId
                                   AND (:before::int IS NULL OR number < :before)
                                 ORDER BY number DESC
                                 LIMIT :rows
                                """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("before", before)
                .bind("rows", page.rowsToRead())
                .mapTo(Row.class)
                .list()
                .stream()
                .map(Row::version)
                .toList();
    }

    Optional<byte[]> contentHash(Handle handle, WorkspaceId workspace, CardId card, int number) {
        return handle.createQuery(
                        """
                        SELECT content_hash FROM card_versions
                         WHERE workspace_id = :workspaceId AND card_id = :cardId AND number = :number
                        """)
                .bind("workspaceId", workspace)
                .bind("cardId", card)
                .bind("number", number)
                .mapTo(byte[].class)
                .findOne();
    }

    /// Stores versions, all in one round trip.
    public void insert(Handle handle, WorkspaceId workspace, List<NewVersion> versions) {
        var batch =
                handle.prepareBatch(
                        """
                        INSERT INTO card_versions
                               (workspace_id, card_id, number, kind, template, messages, function, variables,
                                settings, message, content_hash, created_by, created_at)
                        VALUES (:workspaceId, :cardId, :number, :kind, :template, :messages, :function, :variables,
                                :settings, :message, :contentHash, :createdBy,
                                coalesce(:createdAt, now()))
                        """);
        for (var version : versions) {
            var content = version.content();
            batch.bind("workspaceId", workspace)
                    .bind("cardId", version.cardId())
                    .bind("number", version.number())
                    .bind("kind", kind(content.body()))
                    .bind("template", template(content.body()))
                    .bind("function", function(content.body()))
                    .bindByType("messages", messages(content.body()), JsonNode.class)
                    .bind("variables", CardJson.tree(content.variables()))
                    .bind("settings", content.settings())
                    .bind("message", version.message())
                    .bind("contentHash", version.contentHash())
                    .bind("createdBy", version.createdBy())
                    .bind("createdAt", version.createdAt().orElse(null))
                    .add();
        }
        batch.execute();
    }

    private static String kind(PromptBody body) {
        return switch (body) {
            case PromptBody.Text _ -> "text";
            case PromptBody.Chat _ -> "chat";
            case PromptBody.Script _ -> "script";
        };
    }

    private static @Nullable String function(PromptBody body) {
        return body instanceof PromptBody.Script(_, var function) ? function.orElse(null) : null;
    }

    private static @Nullable String template(PromptBody body) {
        return switch (body) {
            case PromptBody.Text(var template) -> template;
            case PromptBody.Script(var script, _) -> script;
            case PromptBody.Chat _ -> null;
        };
    }

    private static @Nullable JsonNode messages(PromptBody body) {
        return body instanceof PromptBody.Chat(var messages) ? messages : null;
    }

    /// A version to store; `createdAt` is empty for one that is made now.
    public record NewVersion(
            CardId cardId,
            int number,
            CardContent content,
            byte[] contentHash,
            String message,
            String createdBy,
            Optional<Instant> createdAt) {}

    /// A row as it stands; a constraint holds that the kind's own columns are there and no other's.
    record Row(
            CardId cardId,
            int number,
            String kind,
            @Nullable String template,
            @Nullable JsonNode messages,
            @Nullable String function,
            JsonNode variables,
            JsonNode settings,
            String message,
            byte[] contentHash,
            String createdBy,
            Instant createdAt) {

        CardVersion version() {
            var body =
                    switch (kind) {
                        case "chat" ->
                                new PromptBody.Chat((ArrayNode) Objects.requireNonNull(messages));
                        case "script" ->
                                new PromptBody.Script(
                                        Objects.requireNonNull(template),
                                        Optional.ofNullable(function));
                        default -> new PromptBody.Text(Objects.requireNonNull(template));
                    };
            var content =
                    new CardContent(body, CardJson.variables(variables), (ObjectNode) settings);
            return new CardVersion(cardId, number, content, message, createdBy, createdAt);
        }
    }
}
