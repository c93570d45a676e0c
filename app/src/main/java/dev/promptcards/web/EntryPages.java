package dev.promptcards.web;

import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.People;
import dev.promptcards.identity.User;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.sso.SingleSignOn;
import dev.promptcards.identity.workspace.WorkspaceList;

import jakarta.inject.Singleton;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the pages say by which one comes in.
@Singleton
final class EntryPages {

    private static final String SIGN_IN =
            """
            %s<form method="post" action="/sign-in">
            <input type="hidden" name="next" value="%s">
            <label for="email">E-mail address</label>
            <input id="email" name="email" type="email" autocomplete="username" required maxlength="320" value="%s"%s>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"%s>
            <button>Sign in</button>
            </form>
            %s\
            """;

    private static final String SINGLE_SIGN_ON =
            """
            <p><a class="button" href="%s?next=%s">Sign in with %s</a></p>
            """;

    private static final String SET_UP =
            """
            %s<p>You become the owner of this installation: you can sign in, invite others and give them roles.</p>
            <form method="post">
            <label for="name">Your name</label>
            <input id="name" name="displayName" autocomplete="name" required maxlength="200" value="%s"%s>
            <label for="email">E-mail address</label>
            <input id="email" name="email" type="email" autocomplete="username" required maxlength="320" value="%s">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required minlength="%s" maxlength="%s" aria-describedby="rule">
            <p class="hint" id="rule">At least %s characters, any of them. A sentence is a good one.</p>
            <button>Set up</button>
            </form>
            """;

    private static final String HOME =
            """
            <p>You are signed in as %s (%s).</p>
            %s<p>The command line and <a href="/openapi.yaml">the HTTP interface</a> are where the work is done for now.</p>
            <form method="post" action="/sign-out">
            <input type="hidden" name="csrf" value="%s">
            <button>Sign out</button>
            </form>
            """;

    private static final String WORKSPACE = "<li>%s (%s), as %s</li>\n";
    private static final Html NO_WORKSPACE =
            new Html(
                    "<p>You are a member of no workspace. Ask for an invitation where you"
                            + " belong.</p>\n");
    private static final PageRequest FIRST = new PageRequest("home", 200, Optional.empty());
    private static final Html NO_SET_UP =
            Html.of(
                    "%s<p><a href=\"/sign-in\">Sign in</a></p>\n",
                    Layout.alert(
                            "This link was used, replaced, or is older than 24 hours. Where nobody"
                                    + " is set up yet, restart the server: it prints a new one."));
    private static final Html AUTOFOCUS = new Html(" autofocus");
    private static final Html WRONG = new Html(" aria-invalid=\"true\" aria-describedby=\"alert\"");

    private final People people;
    private final WorkspaceList workspaces;
    private final Optional<SingleSignOn> provider;

    EntryPages(People people, WorkspaceList workspaces, Optional<SingleSignOn> provider) {
        this.people = people;
        this.workspaces = workspaces;
        this.provider = provider;
    }

    Html signIn(String next, String email, Optional<String> wrong) {
        return Html.of(
                SIGN_IN,
                wrong.map(Layout::alert).orElse(Html.NONE),
                next,
                email,
                email.isEmpty() ? AUTOFOCUS : Html.NONE,
                wrong.isPresent() ? new Html(WRONG.markup() + AUTOFOCUS.markup()) : Html.NONE,
                provider.map(it -> singleSignOn(it, next)).orElse(Html.NONE));
    }

    private static Html singleSignOn(SingleSignOn provider, String next) {
        return Html.of(
                SINGLE_SIGN_ON,
                SingleSignOn.START,
                URLEncoder.encode(next, StandardCharsets.UTF_8),
                provider.name());
    }

    Html setUp(String name, String email, Optional<String> wrong) {
        return Html.of(
                SET_UP,
                wrong.map(Layout::alert).orElse(Html.NONE),
                name,
                wrong.isEmpty() ? AUTOFOCUS : Html.NONE,
                email,
                Passwords.SHORTEST,
                Passwords.LONGEST,
                Passwords.SHORTEST);
    }

    Html noSetUp() {
        return NO_SET_UP;
    }

    Html home(SessionToken token) {
        var user = people.find(token.user());
        return Html.of(
                HOME,
                user.map(User::displayName).orElse(""),
                user.map(User::email).orElse(""),
                workspaces(token),
                token.csrfToken());
    }

    private Html workspaces(SessionToken token) {
        var caller = new Caller.Person(token.user(), token.session());
        var items =
                workspaces.of(caller, FIRST).items().stream()
                        .map(it -> Html.of(WORKSPACE, it.name(), it.slug(), it.role().orElse("")))
                        .map(Html::markup)
                        .collect(Collectors.joining());
        return items.isEmpty() ? NO_WORKSPACE : new Html("<ul>\n" + items + "</ul>\n");
    }
}
