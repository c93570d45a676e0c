package dev.promptcards.identity.invitation;

import dev.promptcards.identity.sso.Invited;
import dev.promptcards.problem.Problem;

import jakarta.inject.Singleton;

import java.util.regex.Pattern;

/// Who opened an invitation's link and went to sign in is expected, before they are a person.
@Singleton
final class Expected implements Invited {

    private static final Pattern PATH = Pattern.compile("/join/([A-Za-z0-9_-]{1,100})");

    private final Joining joining;

    Expected(Joining joining) {
        this.joining = joining;
    }

    @Override
    public boolean isExpected(String path, String email) {
        var link = PATH.matcher(path);
        if (!link.matches()) {
            return false;
        }
        try {
            return joining.open(new InvitationToken(link.group(1)))
                    .filter(
                            offer ->
                                    offer.email()
                                            .filter(it -> !it.equalsIgnoreCase(email))
                                            .isEmpty())
                    .isPresent();
        } catch (Problem.NotFound _) {
            return false;
        }
    }
}
