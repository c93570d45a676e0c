package dev.promptcards.identity.sso;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// The OpenID provider that people may sign in at.
///
/// @param issuer what the provider calls itself, letter by letter; its configuration is read at
///     `/.well-known/openid-configuration` below
/// @param name what the button calls it
/// @param allowedDomains whose addresses need no invitation, in lower case
/// @param newPeople whom a first sign-in makes a person
public record SingleSignOn(
        URI issuer, String name, Set<String> allowedDomains, NewPeople newPeople) {

    /// Where the button leads.
    public static final String START = "/sign-in/sso";

    /// Where the provider sends people back to: to be registered there.
    public static final String CALLBACK = START + "/callback";

    /// Whether an address needs no invitation.
    boolean allows(String email) {
        return allowedDomains.contains(
                email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
    }
}
