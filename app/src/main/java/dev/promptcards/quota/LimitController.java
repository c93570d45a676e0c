package dev.promptcards.quota;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

/// The limits of a workspace over HTTP.
@Controller("/api/v1/workspaces/{workspace}/limits")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Limits")
final class LimitController {

    private final Limits limits;
    private final StoredBytes stored;

    LimitController(Limits limits, StoredBytes stored) {
        this.limits = limits;
        this.stored = stored;
    }

    /// Reads each limit with its use, what is reserved, and when it begins anew.
    @Get
    @Needs(Permission.LIMIT_READ)
    LimitsView get(WorkspaceId workspace) {
        return LimitsView.of(limits.standing(workspace), stored.of(workspace));
    }

    /// Changes the limits that are named; null takes one away. What is under way goes on, and stops
    /// where it has reached a lower limit.
    @Patch
    @Needs(Permission.LIMIT_MANAGE)
    LimitsView change(WorkspaceId workspace, @Body ObjectNode patch) {
        limits.change(workspace, new LimitsPatch(patch)::over);
        return get(workspace);
    }
}
