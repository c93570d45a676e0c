package dev.promptcards.identity.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.identity.People;
import dev.promptcards.identity.entry.MeView.PersonView;
import dev.promptcards.identity.key.ApiKeyViews;
import dev.promptcards.identity.session.SessionCookies;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;
import dev.promptcards.tenancy.Actor;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Who am I, and what I decide about myself.
@Controller("/api/v1/me")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "People")
final class MeController {

    private static final int LONGEST_PREFERENCES = 64 * 1024;

    private final People people;
    private final ApiKeyViews keys;
    private final MyWorkspaces workspaces;
    private final PasswordChange passwords;
    private final SessionCookies cookies;

    MeController(
            People people,
            ApiKeyViews keys,
            MyWorkspaces workspaces,
            PasswordChange passwords,
            SessionCookies cookies) {
        this.people = people;
        this.keys = keys;
        this.workspaces = workspaces;
        this.passwords = passwords;
        this.cookies = cookies;
    }

    @Introspected
    record PasswordBody(@Nullable String current, @Nullable String password) {}

    /// Tells who calls, and what they may do in which workspace.
    @Get
    @ForAnyCaller
    MutableHttpResponse<MeView> me(HttpRequest<?> request) {
        return switch (Caller.current().orElseThrow()) {
            case Caller.Local local ->
                    answer(new MeView("local", null, null, null, null, workspaces.of(local)));
            case Caller.Key key ->
                    answer(new MeView("key", null, keys.view(key), null, null, workspaces.of(key)));
            case Caller.Person person -> me(person, request);
        };
    }

    private MutableHttpResponse<MeView> me(Caller.Person person, HttpRequest<?> request) {
        var user = people.find(person.user()).orElseThrow();
        return answer(
                        new MeView(
                                "person",
                                PersonView.of(user),
                                null,
                                person.session(),
                                cookies.read(request).map(SessionToken::csrfToken).orElse(null),
                                workspaces.of(person)))
                .header(HttpHeaders.ETAG, user.entityTag().toString());
    }

    /// Changes display name and preferences, by a JSON Merge Patch (RFC 7396): what is missing
    /// stays as it is, and a preference that is null goes.
    @Patch
    @Consumes({"application/merge-patch+json", "application/json"})
    @ForAnyCaller
    MutableHttpResponse<PersonView> change(
            @Body ObjectNode patch, @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        var user = people.find(Callers.person().user()).orElseThrow();
        StorableText.require("preferences", patch);
        var name = user.displayName();
        var preferences = (ObjectNode) user.preferences();
        for (var field : patch.properties()) {
            switch (field.getKey()) {
                case "displayName" -> name = text(field.getValue());
                case "preferences" ->
                        preferences =
                                (ObjectNode)
                                        MergePatch.applied(preferences, object(field.getValue()));
                default ->
                        throw new Problem.Invalid(
                                "%s: cannot be changed; displayName and preferences can"
                                        .formatted(field.getKey()));
            }
        }
        if (preferences.toString().length() > LONGEST_PREFERENCES) {
            throw new Problem.TooLarge("preferences: at most 64 KB are kept.");
        }
        // What was read above is what the patch was applied to.
        var base = Optional.ofNullable(ifMatch).or(() -> Optional.of(user.entityTag().toString()));
        var changed = people.change(user.id(), name, preferences, base);
        return HttpResponse.ok(PersonView.of(changed))
                .header(HttpHeaders.ETAG, changed.entityTag().toString());
    }

    /// Changes the password. Every other session ends, and every program is signed out.
    @Post("/password")
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void changePassword(@Body PasswordBody body) {
        passwords.change(
                Callers.person(),
                given("current", body.current()),
                given("password", body.password()),
                Actor.current().origin());
    }

    private static MutableHttpResponse<MeView> answer(MeView view) {
        return HttpResponse.ok(view).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new Problem.Invalid("displayName: expected a text");
        }
        return value.textValue();
    }

    private static ObjectNode object(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new Problem.Invalid("preferences: expected an object");
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new Problem.Invalid(field + ": missing");
        }
        return value;
    }
}
