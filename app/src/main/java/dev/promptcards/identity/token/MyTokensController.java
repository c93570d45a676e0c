package dev.promptcards.identity.token;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The programs a person is signed in with.
@Controller("/api/v1/me/tokens")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Me")
final class MyTokensController {

    private final TokenFamilies families;

    MyTokensController(TokenFamilies families) {
        this.families = families;
    }

    /// A program somebody is signed in with.
    ///
    /// @param client what it calls itself and its machine
    /// @param lastUsedAt when its tokens were renewed last
    /// @param expiresAt when it is signed out if nobody uses it
    /// @param current whether it is the one that asks
    record TokenFamilyView(
            UUID id,
            String client,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean current) {}

    /// The programs of whoever asks.
    record SignedInPrograms(List<TokenFamilyView> items) {}

    /// Lists the programs one is signed in with, the last used first.
    @Get
    @ForAnyCaller
    SignedInPrograms list() {
        var caller = person();
        return new SignedInPrograms(
                families.of(caller.user()).stream()
                        .map(
                                it ->
                                        new TokenFamilyView(
                                                it.id(),
                                                it.client(),
                                                it.createdAt(),
                                                it.lastUsedAt(),
                                                it.expiresAt(),
                                                it.id().equals(caller.session())))
                        .toList());
    }

    /// Signs a program out: all its tokens end.
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void end(UUID id) {
        if (!families.end(person().user(), id)) {
            throw new Problem.NotFound("You are signed in with no program `" + id + "`.");
        }
    }

    private static Caller.Person person() {
        if (Caller.current().orElseThrow() instanceof Caller.Person person) {
            return person;
        }
        throw new Problem.Forbidden("Only people are signed in with programs; sign in first.");
    }
}
