package dev.promptcards.card.api;

import dev.promptcards.card.ProtectedLabel;
import dev.promptcards.card.ProtectedLabels;
import dev.promptcards.http.Page;
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
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The protected labels of a workspace over HTTP.
@Controller("/api/v1/workspaces/{workspace}/protected-labels")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class ProtectedLabelController {

    private final ProtectedLabels labels;

    ProtectedLabelController(ProtectedLabels labels) {
        this.labels = labels;
    }

    /// How to protect labels.
    ///
    /// @param roles who alone may move them; left out, whoever holds label.move-protected
    /// @param suite the slug of the suite whose latest run a version must have passed
    /// @param minPassRate by how much, 0 to 1; with suite only
    @Introspected
    record ProtectionBody(
            @Nullable List<String> roles, @Nullable String suite, @Nullable Double minPassRate) {}

    /// A protection as the API shows it.
    record ProtectionView(
            String pattern,
            List<String> roles,
            @Nullable String suite,
            @Nullable Double minPassRate,
            String updatedBy,
            Instant updatedAt) {

        static ProtectionView of(ProtectedLabel label) {
            return new ProtectionView(
                    label.pattern(),
                    label.roles(),
                    label.suite().orElse(null),
                    label.minPassRate().orElse(null),
                    label.updatedBy(),
                    label.updatedAt());
        }
    }

    /// Lists which labels are protected, and how.
    @Get
    @Needs(Permission.CARD_READ)
    Page<ProtectionView> list(WorkspaceId workspace) {
        return new Page<>(labels.list(workspace).stream().map(ProtectionView::of).toList(), null);
    }

    /// Protects the labels a pattern covers; * in it stands for any characters.
    @Put("/{pattern}")
    @Needs(Permission.LABEL_PROTECT)
    ProtectionView put(WorkspaceId workspace, String pattern, @Body ProtectionBody body) {
        var roles = body.roles() == null ? List.<String>of() : body.roles();
        if (roles.stream().anyMatch(Objects::isNull)) {
            throw new Problem.Invalid("roles: expected a list of names of roles");
        }
        return ProtectionView.of(
                labels.put(
                        workspace,
                        new ProtectedLabel(
                                pattern,
                                roles,
                                Optional.ofNullable(body.suite()),
                                Optional.ofNullable(body.minPassRate()),
                                "",
                                Instant.EPOCH)));
    }

    /// Protects the labels of a pattern no more.
    @Delete("/{pattern}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.LABEL_PROTECT)
    HttpResponse<?> remove(WorkspaceId workspace, String pattern) {
        labels.remove(workspace, pattern);
        return HttpResponse.noContent();
    }
}
