package dev.promptcards.identity.person;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.http.Page;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The people of the installation, for who runs it.
@Controller("/api/v1/people")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "People")
final class PersonController {

    private final PersonStates states;
    private final PersonErasing erasing;
    private final PersonData data;
    private final WorkspaceTransactions transactions;
    private final Audit audit;

    PersonController(
            PersonStates states,
            PersonErasing erasing,
            PersonData data,
            WorkspaceTransactions transactions,
            Audit audit) {
        this.states = states;
        this.erasing = erasing;
        this.data = data;
        this.transactions = transactions;
        this.audit = audit;
    }

    /// What changes: one of the two.
    ///
    /// @param disabled whether they are shut out
    /// @param admin whether they run the installation
    @Introspected
    record PersonPatch(@Nullable Boolean disabled, @Nullable Boolean admin) {}

    /// Somebody as the API shows them.
    record PersonStateView(
            UUID id,
            String email,
            String displayName,
            boolean admin,
            Instant createdAt,
            @Nullable Instant disabledAt,
            @Nullable Instant erasedAt) {

        static PersonStateView of(Person person) {
            return new PersonStateView(
                    person.id().value(),
                    person.email(),
                    person.displayName(),
                    person.admin(),
                    person.createdAt(),
                    person.disabledAt(),
                    person.erasedAt());
        }
    }

    /// Finds somebody by their e-mail address, in whatever case it is written: one, or none.
    @Get
    @ForAnyCaller
    Page<PersonStateView> find(@QueryValue @Nullable String email) {
        states.requireOperator(caller());
        if (email == null || email.isBlank()) {
            throw new Problem.Invalid("email: missing; people are found by their e-mail address");
        }
        return new Page<>(
                states.byEmail(email).map(PersonStateView::of).map(List::of).orElse(List.of()),
                null);
    }

    /// Shows somebody.
    @Get("/{user}")
    @ForAnyCaller
    PersonStateView get(UUID user) {
        states.requireOperator(caller());
        return PersonStateView.of(states.get(new UserId(user)));
    }

    /// Shuts somebody out or lets them in again; lets them run the installation or no more. The
    /// last who run the installation stay.
    @Patch("/{user}")
    @ForAnyCaller
    PersonStateView change(UUID user, @Body PersonPatch patch) {
        states.requireOperator(caller());
        var id = new UserId(user);
        if (patch.disabled() != null && patch.admin() == null) {
            return PersonStateView.of(patch.disabled() ? states.disable(id) : states.enable(id));
        }
        if (patch.admin() != null && patch.disabled() == null) {
            return PersonStateView.of(states.letRun(id, patch.admin()));
        }
        throw new Problem.Invalid("send either {\"disabled\": true} or {\"admin\": true}");
    }

    /// Erases somebody: what is held about them goes, and a row without a name stays, to which
    /// histories lead. Done again, it does nothing.
    @Delete("/{user}")
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void erase(UUID user) {
        states.requireOperator(caller());
        erasing.erase(new UserId(user));
    }

    /// Gives everything that is held about somebody, and writes down that it was given.
    @Get("/{user}/data")
    @ForAnyCaller
    HttpResponse<StreamedFile> data(UUID user) {
        states.requireOperator(caller());
        var id = states.get(new UserId(user)).id();
        transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                handle -> {
                    var entry = new AuditEntry("user.export", "user", id.toString(), "");
                    audit.record(handle, WorkspaceId.INSTALLATION, entry);
                    return id;
                });
        return answer(data, id);
    }

    static HttpResponse<StreamedFile> answer(PersonData data, UserId user) {
        return HttpResponse.ok(new StreamedFile(data.of(user), MediaType.APPLICATION_JSON_TYPE))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static Caller caller() {
        return Caller.current().orElseThrow();
    }
}
