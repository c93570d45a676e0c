package dev.promptcards.web;

import dev.promptcards.http.Origins;
import dev.promptcards.http.SameOrigin;
import dev.promptcards.identity.entry.SetUp;
import dev.promptcards.identity.entry.SignIn;
import dev.promptcards.identity.session.SessionCaller;
import dev.promptcards.identity.session.SessionCookies;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The pages by which one comes in and goes out: signing in, setting up, and a home until there is
/// more. Forms, sent to the address they came from.
@Controller
@Hidden
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class EntryController {

    private static final String SIGN_IN = "Sign in";
    private static final String SET_UP = "Set up";

    private final Layout layout;
    private final EntryPages pages;
    private final SignIn signIn;
    private final SetUp setUp;
    private final Sessions sessions;
    private final SessionCookies cookies;
    private final SessionCaller caller;
    private final SameOrigin sameOrigin;
    private final Origins origins;

    EntryController(
            Layout layout,
            EntryPages pages,
            SignIn signIn,
            SetUp setUp,
            Sessions sessions,
            SessionCookies cookies,
            SessionCaller caller,
            SameOrigin sameOrigin,
            Origins origins) {
        this.layout = layout;
        this.pages = pages;
        this.signIn = signIn;
        this.setUp = setUp;
        this.sessions = sessions;
        this.cookies = cookies;
        this.caller = caller;
        this.sameOrigin = sameOrigin;
        this.origins = origins;
    }

    @Introspected
    record SignInForm(@Nullable String email, @Nullable String password, @Nullable String next) {}

    @Introspected
    record SetUpForm(
            @Nullable String displayName, @Nullable String email, @Nullable String password) {}

    @Introspected
    record SignOutForm(@Nullable String csrf, @Nullable String next) {}

    @Get
    MutableHttpResponse<String> home(HttpRequest<?> request) {
        return caller.sessionOf(request)
                .map(token -> layout.page("Welcome", pages.home(token)))
                .orElseGet(() -> Layout.seeOther("/sign-in"));
    }

    @Get("/sign-in")
    MutableHttpResponse<String> signIn(@QueryValue @Nullable String next) {
        return layout.page(SIGN_IN, pages.signIn(OwnPath.of(next), "", Optional.empty()));
    }

    @Post("/sign-in")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<String> signIn(HttpRequest<?> request, @Body SignInForm form) {
        sameOrigin.require(request);
        var email = text(form.email());
        var next = OwnPath.of(form.next());
        try {
            var token =
                    signIn.signIn(email, text(form.password()), Optional.of(origins.of(request)));
            return Layout.seeOther(next).cookie(cookies.of(token));
        } catch (Problem problem) {
            return refused(problem, SIGN_IN, pages.signIn(next, email, said(problem)));
        }
    }

    @Get("/set-up/{token}")
    MutableHttpResponse<String> setUp(String token) {
        return setUp.isGood(token)
                ? layout.page(SET_UP, pages.setUp("", "", Optional.empty()))
                : layout.page(HttpStatus.FORBIDDEN, SET_UP, pages.noSetUp());
    }

    @Post("/set-up/{token}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<String> setUp(HttpRequest<?> request, String token, @Body SetUpForm form) {
        sameOrigin.require(request);
        var name = text(form.displayName());
        var email = text(form.email());
        try {
            var session =
                    setUp.setUp(
                            token,
                            email,
                            name,
                            text(form.password()),
                            Optional.of(origins.of(request)));
            return Layout.seeOther("/").cookie(cookies.of(session));
        } catch (Problem problem) {
            return refused(problem, SET_UP, pages.setUp(name, email, said(problem)));
        }
    }

    @Post("/sign-out")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<String> signOut(HttpRequest<?> request, @Body SignOutForm form) {
        caller.sessionOf(request)
                .ifPresent(
                        token -> {
                            caller.requireOurs(request, token, Optional.ofNullable(form.csrf()));
                            sessions.signOut(token, Optional.of(origins.of(request)));
                        });
        return Layout.seeOther(form.next() == null ? "/sign-in" : OwnPath.of(form.next()))
                .cookie(cookies.gone())
                .header("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    /// The form again, with what was typed but the password, and why.
    private MutableHttpResponse<String> refused(Problem problem, String title, Html form) {
        return switch (problem) {
            case Problem.TooMany many ->
                    layout.page(HttpStatus.TOO_MANY_REQUESTS, title, form)
                            .header(
                                    HttpHeaders.RETRY_AFTER,
                                    Long.toString(many.retryAfter().toSeconds()));
            case Problem.Unauthenticated _ -> layout.page(HttpStatus.UNAUTHORIZED, title, form);
            case Problem.Invalid _ -> layout.page(HttpStatus.BAD_REQUEST, title, form);
            case Problem.Forbidden _ -> layout.page(HttpStatus.FORBIDDEN, title, form);
            default -> throw problem;
        };
    }

    private static Optional<String> said(Problem problem) {
        return Optional.of(problem.getMessage());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
