package dev.promptcards.identity;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// Workspaces over HTTP: until there are people and roles, one can be made and no more.
@Controller("/api/v1/workspaces")
@ExecuteOn(TaskExecutors.BLOCKING)
final class WorkspaceController {

    private static final int LONGEST_NAME = 200;

    private final Workspaces workspaces;

    WorkspaceController(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    @Introspected
    record WorkspaceDraft(String name) {}

    /// A workspace, by the name it has in addresses.
    record WorkspaceView(String slug) {}

    /// Makes a workspace; 200 where there is one of that slug already, which stays as it is.
    @Put("/{slug}")
    @ForAnyCaller
    HttpResponse<WorkspaceView> ensure(String slug, @Body WorkspaceDraft draft) {
        if (!slug.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new Problem.Invalid(
                    "a workspace's slug is made of a-z, 0-9 and '-', at most 63 of them");
        }
        if (draft.name() == null
                || draft.name().isBlank()
                || draft.name().length() > LONGEST_NAME) {
            throw new Problem.Invalid("name: must have 1 to 200 characters");
        }
        var view = new WorkspaceView(slug);
        return workspaces.ensure(slug, draft.name())
                ? HttpResponse.created(view)
                : HttpResponse.ok(view);
    }
}
