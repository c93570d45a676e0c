package dev.promptcards.identity.sso;

import dev.promptcards.http.PublicAddress;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.oauth2.url.DefaultOauthRouteUrlBuilder;
import io.micronaut.security.oauth2.url.OauthRouteUrlBuilder;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;

/// Where the provider sends people back to: below the address that is configured, and not below a
/// request's `Host`.
@Singleton
@Replaces(DefaultOauthRouteUrlBuilder.class)
@Requires(bean = SingleSignOn.class)
class CallbackAddress implements OauthRouteUrlBuilder<HttpRequest<?>> {

    private final PublicAddress address;

    CallbackAddress(PublicAddress address) {
        this.address = address;
    }

    @Override
    public URL buildLoginUrl(@Nullable HttpRequest<?> originating, String provider) {
        return buildUrl(originating, SingleSignOn.START);
    }

    @Override
    public URL buildCallbackUrl(@Nullable HttpRequest<?> originating, String provider) {
        return buildUrl(originating, SingleSignOn.CALLBACK);
    }

    @Override
    public URI buildLoginUri(@Nullable String provider) {
        return URI.create(SingleSignOn.START);
    }

    @Override
    public URI buildCallbackUri(@Nullable String provider) {
        return URI.create(SingleSignOn.CALLBACK);
    }

    @Override
    public URL buildUrl(@Nullable HttpRequest<?> current, String path) {
        try {
            return address.link(path).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("PublicAddress makes links of http and https", e);
        }
    }
}
