package dev.promptcards.identity.entry;

import dev.promptcards.identity.session.SessionCaller;
import dev.promptcards.identity.session.SessionCookies;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

/// Signing in and out, and setting up the first person. Open to everybody.
@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "People")
final class AuthController {

    private final SignIn signIn;
    private final SetUp setUp;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final SessionCaller caller;

    AuthController(
            SignIn signIn,
            SetUp setUp,
            Sessions sessions,
            SessionCookies cookies,
            SessionCaller caller) {
        this.signIn = signIn;
        this.setUp = setUp;
        this.sessions = sessions;
        this.cookies = cookies;
        this.caller = caller;
    }

    @Introspected
    record SignInBody(@Nullable String email, @Nullable String password) {}

    @Introspected
    record SetUpBody(
            @Nullable String token,
            @Nullable String email,
            @Nullable String displayName,
            @Nullable String password) {}

    /// What a page needs after signing in.
    record SignedIn(String csrfToken) {}

    /// Signs in: sets the session's cookie. Wrong passwords and unknown people get the same 401.
    @Post("/sign-in")
    MutableHttpResponse<SignedIn> signIn(@Body SignInBody body) {
        return withCookie(
                signIn.signIn(
                        given("email", body.email()),
                        given("password", body.password()),
                        Actor.current().origin()));
    }

    /// Makes the first person, by the one-time link that `serve` printed, and signs them in.
    @Post("/set-up")
    MutableHttpResponse<SignedIn> setUp(@Body SetUpBody body) {
        return withCookie(
                setUp.setUp(
                        given("token", body.token()),
                        given("email", body.email()),
                        given("displayName", body.displayName()),
                        given("password", body.password()),
                        Actor.current().origin()));
    }

    /// Ends the session of the cookie. Without one there is nothing to do.
    @Post("/sign-out")
    @Status(HttpStatus.NO_CONTENT)
    HttpResponse<?> signOut(HttpRequest<?> request) {
        caller.sessionOf(request)
                .ifPresent(
                        token -> {
                            caller.requireOurs(request, token, SessionCaller.shownIn(request));
                            sessions.signOut(token, Actor.current().origin());
                        });
        return HttpResponse.noContent()
                .cookie(cookies.gone())
                .header("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    private MutableHttpResponse<SignedIn> withCookie(SessionToken token) {
        return HttpResponse.ok(new SignedIn(token.csrfToken()))
                .cookie(cookies.of(token))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new Problem.Invalid(field + ": missing");
        }
        return value;
    }
}
