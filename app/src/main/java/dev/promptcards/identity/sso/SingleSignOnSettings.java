package dev.promptcards.identity.sso;

import java.util.List;

/// What the installation configured: the provider, and what it knows us by.
///
/// @param scopes what is asked for; `openid` and `email` among them
public record SingleSignOnSettings(
        SingleSignOn provider, String clientId, String clientSecret, List<String> scopes) {

    @Override
    public String toString() {
        return "SingleSignOnSettings[" + provider.issuer() + "]";
    }
}
