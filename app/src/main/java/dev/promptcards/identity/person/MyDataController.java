package dev.promptcards.identity.person;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.identity.entry.SignIn;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

/// What is held about oneself, and erasing it.
@Controller("/api/v1/me")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "People")
final class MyDataController {

    private final PersonData data;
    private final PersonErasing erasing;
    private final PersonStates states;
    private final PersonRows rows;
    private final WorkspaceTransactions transactions;
    private final SignIn signIn;

    MyDataController(
            PersonData data,
            PersonErasing erasing,
            PersonStates states,
            PersonRows rows,
            WorkspaceTransactions transactions,
            SignIn signIn) {
        this.data = data;
        this.erasing = erasing;
        this.states = states;
        this.rows = rows;
        this.transactions = transactions;
        this.signIn = signIn;
    }

    /// The password, once more.
    @Introspected
    record EraseBody(@Nullable String current) {

        @Override
        public String toString() {
            return "EraseBody[…]";
        }
    }

    /// Gives everything that is held about whoever asks.
    @Get("/data")
    @ForAnyCaller
    HttpResponse<StreamedFile> data() {
        return PersonController.answer(data, me());
    }

    /// Erases whoever asks. Who has a password shows it again.
    @Delete
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void erase(@Body @Nullable EraseBody body) {
        var user = me();
        if (transactions.asUser(user, handle -> rows.hasPassword(handle, user))) {
            var current = body == null ? null : body.current();
            if (current == null || current.isEmpty()) {
                throw new Problem.Invalid("current: missing; send your password once more");
            }
            signIn.requirePassword(
                    user, states.get(user).email(), current, Actor.current().origin());
        }
        erasing.erase(user);
    }

    private static UserId me() {
        return Caller.current().orElseThrow().requirePerson().user();
    }
}
