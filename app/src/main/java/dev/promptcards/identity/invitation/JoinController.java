package dev.promptcards.identity.invitation;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.session.SessionCookies;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Where an invitation's link leads: open to everybody, for the token in it is the credential.
@Controller("/api/v1/auth/join/{token}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Workspaces")
final class JoinController {

    private final Joining joining;
    private final Newcomers newcomers;
    private final SessionCookies cookies;

    JoinController(Joining joining, Newcomers newcomers, SessionCookies cookies) {
        this.joining = joining;
        this.newcomers = newcomers;
        this.cookies = cookies;
    }

    /// What an invitation offers.
    ///
    /// @param email who alone may accept it; null for whoever has the link
    record OfferView(
            String workspace,
            String name,
            String role,
            @Nullable String email,
            Instant expiresAt) {}

    /// A new account's data; all left out by somebody who is signed in.
    ///
    /// @param email may be left out where the invitation names one
    @Introspected
    record AccountBody(
            @Nullable String email, @Nullable String displayName, @Nullable String password) {

        @Override
        public String toString() {
            return "AccountBody[…]";
        }
    }

    /// Where somebody came in.
    record JoinedView(String workspace, String name, String role, UUID user) {}

    /// Shows what an invitation offers.
    @Get
    OfferView offer(String token) {
        var offer = joining.offer(new InvitationToken(token));
        return new OfferView(
                offer.slug(),
                offer.name(),
                offer.role(),
                offer.email().orElse(null),
                offer.until());
    }

    /// Accepts an invitation: as who is signed in, or with a new account, which is signed in.
    @Post
    HttpResponse<JoinedView> join(String token, @Body AccountBody body) {
        return switch (Caller.current().orElse(null)) {
            case Caller.Person(var user, _) ->
                    created(
                            joining.accept(
                                    new InvitationToken(token), new Joining.Guest.SignedIn(user)));
            case Caller.Local() -> throw noPerson();
            case Caller.Key _ -> throw noPerson();
            case null -> {
                var arrived = newcomers.arrive(token, account(body), Actor.current().origin());
                yield created(arrived.joined()).cookie(cookies.of(arrived.session()));
            }
        };
    }

    private static MutableHttpResponse<JoinedView> created(Joining.Joined joined) {
        return HttpResponse.created(
                        new JoinedView(
                                joined.slug(), joined.name(), joined.role(), joined.user().value()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static Newcomers.Account account(AccountBody body) {
        if (body.displayName() == null || body.password() == null) {
            throw new Problem.Invalid(
                    "Sign in to accept the invitation, or send displayName and password, and an"
                            + " email where the invitation names none, for a new account.");
        }
        return new Newcomers.Account(
                Optional.ofNullable(body.email()), body.displayName(), body.password());
    }

    private static Problem noPerson() {
        return new Problem.Conflict(
                "A token or key is no person. Open the link in a browser, or call without one to"
                        + " make an account.");
    }
}
