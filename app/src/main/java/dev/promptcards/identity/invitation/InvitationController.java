package dev.promptcards.identity.invitation;

import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.http.PublicAddress;
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
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/// The invitations of a workspace over HTTP.
@Controller("/api/v1/workspaces/{workspace}/invitations")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workspaces")
final class InvitationController {

    private final Invitations invitations;
    private final PublicAddress address;

    InvitationController(Invitations invitations, PublicAddress address) {
        this.invitations = invitations;
        this.address = address;
    }

    /// Whom to invite, and to what.
    ///
    /// @param email who alone may accept; left out, whoever has the link
    /// @param expiresIn an ISO 8601 duration, `P7D` where it is left out
    @Introspected
    record InvitationBody(
            @Nullable String role, @Nullable String email, @Nullable String expiresIn) {}

    /// An invitation as the API shows it.
    ///
    /// @param state open, accepted, revoked or expired
    /// @param link what to send to the person; shown once, null ever after
    record InvitationView(
            UUID id,
            String role,
            @Nullable String email,
            String state,
            String invitedBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String link) {

        static InvitationView of(Invitation invitation, Instant now, @Nullable String link) {
            return new InvitationView(
                    invitation.id(),
                    invitation.role(),
                    invitation.email().orElse(null),
                    invitation.state(now).toString(),
                    invitation.invitedBy(),
                    invitation.createdAt(),
                    invitation.expiresAt(),
                    link);
        }
    }

    /// Lists the invitations, newest first.
    @Get
    @Needs(Permission.MEMBER_MANAGE)
    Page<InvitationView> list(
            WorkspaceId workspace,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        return invitations
                .list(workspace, PageRequest.of("invitations", 1, cursor, limit))
                .map(it -> InvitationView.of(it, invitations.now(), null));
    }

    /// Invites somebody by a link, which is shown in this answer and never again.
    @Post
    @Needs(Permission.MEMBER_MANAGE)
    HttpResponse<InvitationView> create(WorkspaceId workspace, @Body InvitationBody body) {
        if (body.role() == null) {
            throw new Problem.Invalid("role: missing; send {\"role\": \"editor\"}");
        }
        var made =
                invitations.create(
                        workspace,
                        caller(),
                        body.role(),
                        Optional.ofNullable(body.email()).map(String::strip),
                        lifetime(body.expiresIn()));
        return HttpResponse.created(
                InvitationView.of(
                        made.invitation(),
                        invitations.now(),
                        address.link("/join/" + made.token().value()).toString()));
    }

    /// Takes back an invitation that nobody accepted.
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Permission.MEMBER_MANAGE)
    HttpResponse<?> revoke(WorkspaceId workspace, UUID id) {
        invitations.revoke(workspace, caller(), id);
        return HttpResponse.noContent();
    }

    private static Duration lifetime(@Nullable String text) {
        try {
            return text == null ? Invitations.USUAL : Duration.parse(text);
        } catch (DateTimeParseException _) {
            throw new Problem.Invalid("expiresIn: expected a duration such as P7D or PT12H");
        }
    }

    private static Caller caller() {
        return Caller.current().orElseThrow();
    }
}
