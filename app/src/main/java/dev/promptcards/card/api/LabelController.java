package dev.promptcards.card.api;

import dev.promptcards.card.Label;
import dev.promptcards.card.LabelMove;
import dev.promptcards.card.Labels;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The labels of a card: read, move, remove, and the history of their moves.
@Controller("/api/v1/workspaces/{workspace}/cards/{slug}/labels/{label}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class LabelController {

    private final Labels labels;

    LabelController(Labels labels) {
        this.labels = labels;
    }

    /// Where to point a label.
    record Target(@Nullable Integer version) {}

    /// Reads where a label points; latest points at the newest version of every card.
    @Get
    @Needs(Permission.CARD_READ)
    HttpResponse<LabelView> get(
            WorkspaceId workspace,
            String slug,
            String label,
            @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        var found = labels.get(workspace, slug, label);
        var tag = found.entityTag();
        return tag.isKnown(Optional.ofNullable(ifNoneMatch))
                ? HttpResponse.<LabelView>notModified().header(HttpHeaders.ETAG, tag.toString())
                : answer(found);
    }

    /// Points a label at a version.
    @Put
    @Needs(Permission.LABEL_MOVE)
    HttpResponse<LabelView> move(
            WorkspaceId workspace,
            String slug,
            String label,
            @Body Target target,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        if (target.version() == null) {
            throw new Problem.Invalid("version: missing; send {\"version\": 3}");
        }
        return answer(
                labels.move(
                        workspace, slug, label, target.version(), Optional.ofNullable(ifMatch)));
    }

    /// Removes a label; its history stays.
    @Delete
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.LABEL_MOVE)
    HttpResponse<?> remove(
            WorkspaceId workspace,
            String slug,
            String label,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        labels.remove(workspace, slug, label, Optional.ofNullable(ifMatch));
        return HttpResponse.noContent();
    }

    /// Lists the moves of a label, newest first.
    @Get("/history")
    @Needs(Permission.CARD_READ)
    Page<LabelMove> history(
            WorkspaceId workspace,
            String slug,
            String label,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        return labels.history(
                workspace, slug, label, PageRequest.of("moves:" + label, 2, cursor, limit));
    }

    private static HttpResponse<LabelView> answer(Label label) {
        return HttpResponse.ok(LabelView.of(label))
                .header(HttpHeaders.ETAG, label.entityTag().toString());
    }
}
