package dev.promptcards.web;

import dev.promptcards.identity.User;
import dev.promptcards.identity.invitation.Joining.Offer;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.identity.session.SessionToken;

import jakarta.inject.Singleton;

import java.util.Optional;

/// What the pages say by which somebody accepts an invitation.
@Singleton
final class JoinPages {

    private static final String MEMBER =
            """
            %s<p>You are signed in as %s (%s).</p>
            <form method="post">
            <input type="hidden" name="csrf" value="%s">
            <button>Join %s as %s</button>
            </form>
            <p class="hint">To join as somebody else, sign out first.</p>
            %s
            """;

    private static final String WRONG_ACCOUNT =
            """
            <p class="alert" role="alert">This invitation is for %s, and you are signed in as %s (%s).</p>
            %s
            """;

    private static final String SIGN_OUT =
            """
            <form method="post" action="/sign-out">
            <input type="hidden" name="csrf" value="%s">
            <input type="hidden" name="next" value="%s">
            <button>Sign out</button>
            </form>
            """;

    private static final String NEWCOMER =
            """
            %s<p>You are invited to join <strong>%s</strong> as %s. <a href="%s">Sign in</a> if you have an account here, or make one:</p>
            <form method="post">
            <label for="name">Your name</label>
            <input id="name" name="displayName" autocomplete="name" required maxlength="200" value="%s"%s>
            <label for="email">E-mail address</label>
            <input id="email" name="email" type="email" autocomplete="username" required maxlength="320" value="%s"%s>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required minlength="%s" maxlength="%s" aria-describedby="rule">
            <p class="hint" id="rule">At least %s characters, any of them. A sentence is a good one.</p>
            <button>Join %s as %s</button>
            </form>
            """;

    private static final Html AUTOFOCUS = new Html(" autofocus");
    private static final Html READ_ONLY = new Html(" readonly");
    private static final Html HOME = new Html("<p><a href=\"/\">To the start</a></p>");

    /// For somebody who is signed in, and may accept.
    Html member(String path, Offer offer, User user, SessionToken session, Optional<String> wrong) {
        return Html.of(
                MEMBER,
                wrong.map(Layout::alert).orElse(Html.NONE),
                user.displayName(),
                user.email(),
                session.csrfToken(),
                offer.name(),
                offer.role(),
                signOut(path, session));
    }

    /// For somebody who is signed in, and is not who was invited.
    Html wrongAccount(String path, String invited, User user, SessionToken session) {
        return Html.of(
                WRONG_ACCOUNT, invited, user.displayName(), user.email(), signOut(path, session));
    }

    /// For somebody who is not signed in.
    Html newcomer(String path, Offer offer, String name, String email, Optional<String> wrong) {
        return Html.of(
                NEWCOMER,
                wrong.map(Layout::alert).orElse(Html.NONE),
                offer.name(),
                offer.role(),
                "/sign-in?next=" + path,
                name,
                wrong.isEmpty() ? AUTOFOCUS : Html.NONE,
                offer.email().orElse(email),
                offer.email().isPresent() ? READ_ONLY : Html.NONE,
                Passwords.SHORTEST,
                Passwords.LONGEST,
                Passwords.SHORTEST,
                offer.name(),
                offer.role());
    }

    /// Where there is nothing to accept.
    Html closed(String why) {
        return Html.of("%s%s", Layout.alert(why), HOME);
    }

    private static Html signOut(String path, SessionToken session) {
        return Html.of(SIGN_OUT, session.csrfToken(), path);
    }
}
