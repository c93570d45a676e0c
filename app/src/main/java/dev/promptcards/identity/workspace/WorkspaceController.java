package dev.promptcards.identity.workspace;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/// Workspaces over HTTP.
@Controller("/api/v1/workspaces")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workspaces")
final class WorkspaceController {

    private static final int LONGEST_NAME = 200;

    private final WorkspaceList list;
    private final WorkspaceChanges changes;

    WorkspaceController(WorkspaceList list, WorkspaceChanges changes) {
        this.list = list;
        this.changes = changes;
    }

    /// A workspace to be.
    ///
    /// @param name the slug where it is left out
    @Introspected
    record WorkspaceDraft(@Nullable String slug, @Nullable String name) {}

    /// What to change; what is left out stays.
    @Introspected
    record WorkspacePatch(@Nullable String name, @Nullable String searchLanguage) {}

    /// A workspace as the API shows it; role is that of who asks, null for a command on the
    /// server's machine.
    record WorkspaceView(
            String slug,
            String name,
            String searchLanguage,
            @Nullable String role,
            Instant createdAt,
            @Nullable Instant archivedAt) {

        static WorkspaceView of(Workspace workspace) {
            return new WorkspaceView(
                    workspace.slug(),
                    workspace.name(),
                    workspace.searchLanguage(),
                    workspace.role().orElse(null),
                    workspace.createdAt(),
                    workspace.archivedAt().orElse(null));
        }
    }

    /// A workspace, by the name it has in addresses.
    record WorkspaceAddress(String slug) {}

    /// Lists the workspaces the caller is a member of, by slug.
    @Get
    @ForAnyCaller
    Page<WorkspaceView> list(
            @QueryValue @Nullable String cursor, @QueryValue @Nullable Integer limit) {
        return list.of(caller(), PageRequest.of("workspaces", 1, cursor, limit))
                .map(WorkspaceView::of);
    }

    /// Makes a workspace, and the caller its owner. Only administrators of the installation may.
    @Post
    @ForAnyCaller
    HttpResponse<WorkspaceView> create(@Body WorkspaceDraft draft) {
        var slug = slug(draft.slug());
        var name = draft.name() == null ? slug : name(draft.name());
        return HttpResponse.created(WorkspaceView.of(changes.create(caller(), slug, name)));
    }

    /// Makes a workspace for a command on the server's machine; 200 where there is one of that slug
    /// already, which stays as it is.
    @Put("/{slug}")
    @ForAnyCaller
    HttpResponse<WorkspaceAddress> ensure(String slug, @Body WorkspaceDraft draft) {
        if (!(caller() instanceof Caller.Local)) {
            throw new Problem.Forbidden(
                    "Only commands on the server's machine do this. POST to /api/v1/workspaces"
                            + " makes a workspace.");
        }
        var view = new WorkspaceAddress(slug(slug));
        return changes.ensure(view.slug(), name(draft.name()))
                ? HttpResponse.created(view)
                : HttpResponse.ok(view);
    }

    /// Reads a workspace and its settings.
    @Get("/{workspace}")
    @Needs(Permission.WORKSPACE_READ)
    WorkspaceView get(WorkspaceId workspace) {
        return WorkspaceView.of(list.get(caller(), workspace));
    }

    /// Changes a workspace's name or settings; its slug stays.
    @Patch("/{workspace}")
    @Needs(Permission.WORKSPACE_MANAGE)
    WorkspaceView change(WorkspaceId workspace, @Body WorkspacePatch patch) {
        return WorkspaceView.of(
                changes.change(
                        workspace,
                        caller(),
                        Optional.ofNullable(patch.name()).map(WorkspaceController::name),
                        Optional.ofNullable(patch.searchLanguage())));
    }

    /// Archives a workspace: nobody works in it until it is brought back. Refused while runs are
    /// under way.
    @Post("/{workspace}/archive")
    @Status(HttpStatus.OK)
    @Needs(Permission.WORKSPACE_ARCHIVE)
    WorkspaceView archive(WorkspaceId workspace) {
        return WorkspaceView.of(changes.archive(workspace, caller()));
    }

    /// Brings an archived workspace back, as it was.
    @Post("/{workspace}/unarchive")
    @Status(HttpStatus.OK)
    @Needs(Permission.WORKSPACE_ARCHIVE)
    WorkspaceView unarchive(WorkspaceId workspace) {
        return WorkspaceView.of(changes.unarchive(workspace, caller()));
    }

    private static String slug(@Nullable String slug) {
        if (slug == null || !slug.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new Problem.Invalid(
                    "slug: a workspace's slug is made of a-z, 0-9 and '-', at most 63 of them");
        }
        return slug;
    }

    private static String name(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new Problem.Invalid("name: must have 1 to 200 characters");
        }
        StorableText.require("name", name, LONGEST_NAME);
        return name;
    }

    private static Caller caller() {
        return Caller.current().orElseThrow();
    }
}
