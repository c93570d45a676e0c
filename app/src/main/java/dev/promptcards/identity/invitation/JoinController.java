package dev.promptcards.identity.invitation;

import dev.promptcards.identity.Caller;
import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
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
    private final Optional<NewAccounts> accounts;

    JoinController(Joining joining, Optional<NewAccounts> accounts) {
        this.joining = joining;
        this.accounts = accounts;
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

    /// Accepts an invitation: as who is signed in, or with a new account.
    @Post
    HttpResponse<JoinedView> join(String token, @Body AccountBody body) {
        var secret = new InvitationToken(token);
        var joined = joining.accept(secret, guest(secret, body));
        return HttpResponse.created(
                new JoinedView(joined.slug(), joined.name(), joined.role(), joined.user().value()));
    }

    private Joining.Guest guest(InvitationToken token, AccountBody body) {
        return switch (Caller.current().orElse(null)) {
            case Caller.Person(var user, _) -> new Joining.Guest.SignedIn(user);
            case Caller.Local() -> throw noPerson();
            case Caller.Key _ -> throw noPerson();
            case null -> newcomer(token, body);
        };
    }

    private Joining.Guest newcomer(InvitationToken token, AccountBody body) {
        if (body.email() == null || body.displayName() == null || body.password() == null) {
            throw new Problem.Invalid(
                    "Sign in to accept the invitation, or send email, displayName and password for"
                            + " a new account.");
        }
        // A password takes long to hash: not for who has no invitation.
        if (joining.open(token).isEmpty()) {
            return new Joining.Guest.Newcomer(
                    body.email(),
                    _ -> {
                        throw Joining.unusable();
                    });
        }
        var account =
                accounts.orElseThrow(
                                () ->
                                        new Problem.Conflict(
                                                "This installation makes no accounts with"
                                                        + " passwords. Sign in first."))
                        .prepared(body.email(), body.displayName(), body.password());
        return new Joining.Guest.Newcomer(body.email().strip(), account);
    }

    private static Problem noPerson() {
        return new Problem.Conflict(
                "A token or key is no person. Open the link in a browser, or call without one to"
                        + " make an account.");
    }
}
