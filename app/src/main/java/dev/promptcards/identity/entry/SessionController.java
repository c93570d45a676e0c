package dev.promptcards.identity.entry;

import dev.promptcards.http.Page;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.identity.session.Session;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/// One's own sessions: where one is signed in, and how to end that.
@Controller("/api/v1/me/sessions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "People")
final class SessionController {

    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    /// A session; `current` is the one that asks.
    record SessionView(
            UUID id,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            @Nullable String address,
            @Nullable String userAgent,
            boolean current) {

        static SessionView of(Session session, Caller.Person person) {
            return new SessionView(
                    session.id(),
                    session.createdAt(),
                    session.lastUsedAt(),
                    session.expiresAt(),
                    session.address(),
                    session.userAgent(),
                    session.id().equals(person.session()));
        }
    }

    /// Lists the sessions that have not ended, last used first.
    @Get
    @ForAnyCaller
    Page<SessionView> list() {
        var person = Callers.person();
        return new Page<>(
                sessions.of(person.user()).stream().map(it -> SessionView.of(it, person)).toList(),
                null);
    }

    /// Ends one.
    @Delete("/{session}")
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void revoke(UUID session) {
        if (!sessions.revoke(Callers.person().user(), session)) {
            throw new Problem.NotFound("You have no such session, or it has ended.");
        }
    }

    /// Ends all but the one that asks.
    @Delete
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void revokeOthers() {
        var person = Callers.person();
        sessions.revokeOthers(person.user(), person.session());
    }
}
