package dev.promptcards.identity.sso;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.module.SimpleModule;

import io.micronaut.context.annotation.Requires;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;
import io.micronaut.security.oauth2.endpoint.token.response.TokenErrorResponse;

import jakarta.inject.Singleton;

/// Lets a provider say more than we ask: elsewhere a field nobody knows is an error.
@Singleton
@Requires(bean = SingleSignOn.class)
class ProviderJson extends SimpleModule {

    private static final long serialVersionUID = 1;

    ProviderJson() {
        super("provider-json");
        setMixInAnnotation(DefaultOpenIdProviderMetadata.class, Lenient.class);
        setMixInAnnotation(OpenIdTokenResponse.class, Lenient.class);
        setMixInAnnotation(TokenErrorResponse.class, Lenient.class);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private interface Lenient {}
}
