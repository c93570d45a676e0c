package dev.promptcards.identity.sso;

import java.util.Locale;

/// Why a sign-in at the provider lets nobody in.
public enum Refusal {
    STATE(
            "This sign-in was not begun in this browser, or longer than ten minutes ago, or was"
                    + " used already. Begin again."),
    CANCELLED("The provider did not sign you in. Begin again, or ask who runs it."),
    PROVIDER_UNAVAILABLE(
            "The provider does not answer as it should. Try again in a minute, or sign in by"
                    + " password."),
    EXCHANGE("The provider took its own confirmation back. Begin again."),
    ID_TOKEN(
            "What the provider said of you could not be verified. Begin again; if it happens again,"
                    + " ask who runs this server: the configured issuer, the client id or a clock"
                    + " may be wrong."),
    NO_EMAIL(
            "The provider did not say your e-mail address, so nobody can tell who you are here. Ask"
                    + " who runs it to release the claim `email`."),
    EMAIL_NOT_VERIFIED(
            "The provider has not verified your e-mail address. Verify it there and begin again."),
    EMAIL_OF_ANOTHER(
            "Somebody with your e-mail address signs in at this provider under another account of"
                    + " theirs. Ask who runs this server."),
    NOT_INVITED(
            "There is nobody here with your e-mail address. Ask somebody here for an invitation and"
                    + " open its link."),
    NOT_SET_UP(
            "Nobody is set up here yet. Whoever runs this server comes first, by the link it"
                    + " printed when it started."),
    DISABLED("Your account is disabled. Ask who runs this server.");

    private final String message;

    Refusal(String message) {
        this.message = message;
    }

    /// What somebody is told, and can do.
    public String message() {
        return message;
    }

    /// As the audit log has it: `email-not-verified`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
