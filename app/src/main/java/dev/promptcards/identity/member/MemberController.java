package dev.promptcards.identity.member;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/// The members of a workspace over HTTP.
@Controller("/api/v1/workspaces/{workspace}/members")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workspaces")
final class MemberController {

    private final Members members;

    MemberController(Members members) {
        this.members = members;
    }

    /// Which role a member shall have.
    @Introspected
    record RoleChange(@Nullable String role) {}

    /// A member as the API shows them.
    record MemberView(
            UUID id,
            String displayName,
            String email,
            boolean disabled,
            String role,
            String addedBy,
            Instant addedAt) {

        static MemberView of(Member member) {
            return new MemberView(
                    member.user().value(),
                    member.displayName(),
                    member.email(),
                    member.disabled(),
                    member.role(),
                    member.addedBy(),
                    member.addedAt());
        }
    }

    /// Lists the members, first comers first.
    @Get
    @Needs(Permission.MEMBER_READ)
    Page<MemberView> list(
            WorkspaceId workspace,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        return members.list(workspace, PageRequest.of("members", 2, cursor, limit))
                .map(MemberView::of);
    }

    /// Gives a member another role, which holds no more than the caller does.
    @Put("/{user}")
    @Needs(Permission.MEMBER_MANAGE)
    MemberView changeRole(WorkspaceId workspace, UUID user, @Body RoleChange change) {
        if (change.role() == null) {
            throw new Problem.Invalid("role: missing; send {\"role\": \"editor\"}");
        }
        return MemberView.of(
                members.changeRole(workspace, caller(), new UserId(user), change.role()));
    }

    /// Takes a member out of the workspace.
    @Delete("/{user}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.MEMBER_MANAGE)
    HttpResponse<?> remove(WorkspaceId workspace, UUID user) {
        members.remove(workspace, caller(), new UserId(user));
        return HttpResponse.noContent();
    }

    /// Leaves the workspace. Its last owner cannot.
    @Delete("/me")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.WORKSPACE_READ)
    HttpResponse<?> leave(WorkspaceId workspace) {
        if (!(caller() instanceof Caller.Person(var user, _))) {
            throw new Problem.Conflict("Only somebody who signed in can leave a workspace.");
        }
        members.leave(workspace, user);
        return HttpResponse.noContent();
    }

    private static Caller caller() {
        return Caller.current().orElseThrow();
    }
}
