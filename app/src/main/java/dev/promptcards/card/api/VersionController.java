package dev.promptcards.card.api;

import dev.promptcards.card.CardVersions;
import dev.promptcards.card.Cards;
import dev.promptcards.card.VersionDraft;
import dev.promptcards.card.VersionRef;
import dev.promptcards.card.VersionView;
import dev.promptcards.http.EntityTag;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Optional;

/// The versions of a card: list, add, read.
@Controller("/api/v1/workspaces/{workspace}/cards/{slug}/versions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class VersionController {

    private final Cards cards;
    private final CardVersions versions;

    VersionController(Cards cards, CardVersions versions) {
        this.cards = cards;
        this.versions = versions;
    }

    /// Lists versions, newest first.
    @Get
    @Needs(Permission.CARD_READ)
    Page<VersionView> list(
            WorkspaceId workspace,
            String slug,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        return versions.list(workspace, slug, PageRequest.of("versions", 1, cursor, limit))
                .map(VersionView::of);
    }

    /// Adds a version; what is not sent is taken over from the latest. Content that equals the
    /// latest adds nothing, and 200 answers instead of 201.
    @Post
    @Status(HttpStatus.CREATED)
    @Needs(Permission.CARD_WRITE)
    HttpResponse<SavedView> add(
            HttpRequest<?> request,
            WorkspaceId workspace,
            String slug,
            @Body VersionDraft draft,
            @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        var saved = cards.addVersion(workspace, slug, draft, Optional.ofNullable(ifMatch));
        var answer = SavedView.of(saved);
        var place = URI.create(request.getPath() + "/" + answer.version());
        return (saved.changed() ? HttpResponse.created(answer, place) : HttpResponse.ok(answer))
                .header(HttpHeaders.ETAG, saved.card().entityTag().toString());
    }

    /// Reads the version a number, a label or the word latest names.
    @Get("/{version}")
    @Needs(Permission.CARD_READ)
    HttpResponse<VersionView> get(
            WorkspaceId workspace,
            String slug,
            String version,
            @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        var found = versions.get(workspace, slug, VersionRef.parse(version));
        var tag = new EntityTag("v" + found.number());
        var response =
                tag.isKnown(Optional.ofNullable(ifNoneMatch))
                        ? HttpResponse.<VersionView>notModified()
                        : HttpResponse.ok(VersionView.of(found));
        return response.header(HttpHeaders.ETAG, tag.toString());
    }
}
