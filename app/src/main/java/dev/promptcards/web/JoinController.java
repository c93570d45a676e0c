package dev.promptcards.web;

import dev.promptcards.http.Origins;
import dev.promptcards.http.SameOrigin;
import dev.promptcards.identity.People;
import dev.promptcards.identity.invitation.Joining;
import dev.promptcards.identity.invitation.Joining.Offer;
import dev.promptcards.identity.invitation.Newcomers;
import dev.promptcards.identity.session.SessionCaller;
import dev.promptcards.identity.session.SessionCookies;
import dev.promptcards.identity.session.SessionToken;
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
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The page an invitation's link opens. Looking at it changes nothing: programs that preview links
/// do that too.
@Controller("/join/{token}")
@Hidden
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class JoinController {

    private static final String TITLE = "Join";

    private final Layout layout;
    private final JoinPages pages;
    private final Joining joining;
    private final Newcomers newcomers;
    private final People people;
    private final SessionCaller caller;
    private final SessionCookies cookies;
    private final SameOrigin sameOrigin;
    private final Origins origins;

    JoinController(
            Layout layout,
            JoinPages pages,
            Joining joining,
            Newcomers newcomers,
            People people,
            SessionCaller caller,
            SessionCookies cookies,
            SameOrigin sameOrigin,
            Origins origins) {
        this.layout = layout;
        this.pages = pages;
        this.joining = joining;
        this.newcomers = newcomers;
        this.people = people;
        this.caller = caller;
        this.cookies = cookies;
        this.sameOrigin = sameOrigin;
        this.origins = origins;
    }

    @Introspected
    record JoinForm(
            @Nullable String csrf,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable String password) {

        static final JoinForm EMPTY = new JoinForm(null, null, null, null);

        @Override
        public String toString() {
            return "JoinForm[…]";
        }
    }

    @Get
    MutableHttpResponse<String> show(HttpRequest<?> request, String token) {
        try {
            return page(request, token, JoinForm.EMPTY, Optional.empty());
        } catch (Problem.NotFound gone) {
            return closed(gone);
        }
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<String> join(HttpRequest<?> request, String token, @Body JoinForm form) {
        var session = caller.sessionOf(request);
        try {
            if (session.isPresent()) {
                caller.requireOurs(request, session.get(), Optional.ofNullable(form.csrf()));
                joining.accept(token, session.get().user());
                return Layout.seeOther("/");
            }
            sameOrigin.require(request);
            var arrived = newcomers.arrive(token, account(form), Optional.of(origins.of(request)));
            return Layout.seeOther("/").cookie(cookies.of(arrived.session()));
        } catch (Problem.NotFound gone) {
            return closed(gone);
        } catch (Problem.Invalid invalid) {
            return page(request, token, form, Optional.of(invalid)).status(HttpStatus.BAD_REQUEST);
        } catch (Problem.Conflict conflict) {
            return page(request, token, form, Optional.of(conflict)).status(HttpStatus.CONFLICT);
        } catch (Problem.Unauthenticated wrong) {
            return page(request, token, form, Optional.of(wrong)).status(HttpStatus.UNAUTHORIZED);
        } catch (Problem.TooMany many) {
            return page(request, token, form, Optional.of(many))
                    .status(HttpStatus.TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, Long.toString(many.retryAfter().toSeconds()));
        }
    }

    private static Newcomers.Account account(JoinForm form) {
        return new Newcomers.Account(
                Optional.of(text(form.email())).filter(it -> !it.isBlank()),
                text(form.displayName()),
                text(form.password()));
    }

    private MutableHttpResponse<String> page(
            HttpRequest<?> request, String token, JoinForm form, Optional<Problem> wrong) {
        var offer = joining.offer(token);
        var path = "/join/" + token;
        var said = wrong.map(Problem::getMessage);
        var content =
                caller.sessionOf(request)
                        .map(session -> known(path, offer, session, said))
                        .orElseGet(
                                () ->
                                        pages.newcomer(
                                                path,
                                                offer,
                                                text(form.displayName()),
                                                text(form.email()),
                                                said));
        return layout.page(TITLE + " " + offer.name(), content);
    }

    private Html known(String path, Offer offer, SessionToken session, Optional<String> said) {
        var user = people.find(session.user()).orElseThrow();
        return offer.email()
                .filter(it -> !it.equalsIgnoreCase(user.email()))
                .map(it -> pages.wrongAccount(path, it, user, session))
                .orElseGet(() -> pages.member(path, offer, user, session, said));
    }

    private MutableHttpResponse<String> closed(Problem.NotFound gone) {
        return layout.page(HttpStatus.NOT_FOUND, TITLE, pages.closed(gone.getMessage()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
