package dev.promptcards.identity.role;

import dev.promptcards.http.Page;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The roles of a workspace over HTTP.
@Controller("/api/v1/workspaces/{workspace}/roles")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workspaces")
final class RoleController {

    private final Roles roles;

    RoleController(Roles roles) {
        this.roles = roles;
    }

    /// A role as somebody wants it.
    ///
    /// @param name left out where the address says it
    @Introspected
    record RoleBody(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<Permission> permissions) {

        RoleDraft draft(@Nullable String fromAddress) {
            var wanted = name == null ? fromAddress : name;
            if (wanted == null) {
                throw new Problem.Invalid("name: missing");
            }
            if (fromAddress != null && !fromAddress.equals(wanted)) {
                throw new Problem.Invalid("name: the address names another one; leave it out");
            }
            if (permissions == null || permissions.stream().anyMatch(Objects::isNull)) {
                throw new Problem.Invalid("permissions: missing; a list of permissions");
            }
            Set<Permission> set = EnumSet.noneOf(Permission.class);
            set.addAll(permissions);
            return new RoleDraft(wanted, Objects.requireNonNullElse(description, ""), set);
        }
    }

    /// A permission and what it lets one do.
    record PermissionView(Permission name, String meaning) {}

    /// A role as the API shows it.
    record RoleView(
            String name,
            boolean builtIn,
            String description,
            List<PermissionView> permissions,
            int members) {

        static RoleView of(Role role) {
            return new RoleView(
                    role.name(),
                    role.builtIn(),
                    role.description(),
                    role.permissions().stream()
                            .map(it -> new PermissionView(it, it.meaning()))
                            .toList(),
                    role.members());
        }
    }

    /// Lists the roles: the built-in ones from the least to the most, then the workspace's own.
    @Get
    @Needs(Permission.MEMBER_READ)
    Page<RoleView> list(WorkspaceId workspace) {
        return new Page<>(roles.list(workspace).stream().map(RoleView::of).toList(), null);
    }

    /// Makes a role of the workspace's own.
    @Post
    @Needs(Permission.ROLE_MANAGE)
    HttpResponse<RoleView> create(WorkspaceId workspace, @Body RoleBody body) {
        return HttpResponse.created(
                RoleView.of(roles.create(workspace, caller(), body.draft(null))));
    }

    /// Replaces what a role holds, for everybody who has it.
    @Put("/{name}")
    @Needs(Permission.ROLE_MANAGE)
    RoleView replace(WorkspaceId workspace, String name, @Body RoleBody body) {
        return RoleView.of(roles.replace(workspace, caller(), body.draft(name)));
    }

    /// Deletes a role that nobody has.
    @Delete("/{name}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.ROLE_MANAGE)
    HttpResponse<?> delete(WorkspaceId workspace, String name) {
        roles.delete(workspace, caller(), name);
        return HttpResponse.noContent();
    }

    private static Caller caller() {
        return Caller.current().orElseThrow();
    }
}
