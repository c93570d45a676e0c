package dev.promptcards.web;

import dev.promptcards.identity.People;
import dev.promptcards.identity.User;
import dev.promptcards.identity.device.Approvals;
import dev.promptcards.identity.session.SessionToken;

import jakarta.inject.Singleton;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What the pages say by which somebody signs a program in.
@Singleton
final class DevicePages {

    private static final String CODE =
            """
            %s<form method="get" action="/device">
            <label for="code">The code your program shows</label>
            <input id="code" name="code" value="%s" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="20" placeholder="BCDF-GHJK" autofocus%s>
            <button>Continue</button>
            </form>
            """;

    private static final String DECISION =
            """
            <p><strong>%s</strong> asks to be signed in as %s (%s).</p>
            <p>It began at %s UTC, and must show this code: <strong>%s</strong></p>
            <p class="hint">Sign in only what you started yourself, just now. It can do all that you can do, until you sign it out. What it calls itself, it chose itself.</p>
            <form method="post" action="/device">
            <input type="hidden" name="csrf" value="%s">
            <input type="hidden" name="code" value="%s">
            <button name="decision" value="approve">Sign it in</button>
            <button name="decision" value="deny">Turn it away</button>
            </form>
            """;

    private static final Html APPROVED =
            new Html(
                    "<p role=\"status\">The program is signed in as you. You can close this"
                            + " page.</p>");
    private static final Html DENIED =
            new Html(
                    "<p role=\"status\">The program was turned away. You can close this page.</p>");
    private static final Html WRONG = new Html(" aria-invalid=\"true\" aria-describedby=\"alert\"");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final People people;

    DevicePages(People people) {
        this.people = people;
    }

    Html code(String typed, Optional<String> wrong) {
        return Html.of(
                CODE,
                wrong.map(Layout::alert).orElse(Html.NONE),
                typed,
                wrong.isPresent() ? WRONG : Html.NONE);
    }

    Html decision(SessionToken session, String code, Approvals.Waiting waiting) {
        var user = people.find(session.user());
        return Html.of(
                DECISION,
                waiting.client(),
                user.map(User::displayName).orElse(""),
                user.map(User::email).orElse(""),
                TIME.format(waiting.createdAt()),
                waiting.userCode(),
                session.csrfToken(),
                code);
    }

    Html approved() {
        return APPROVED;
    }

    Html denied() {
        return DENIED;
    }
}
