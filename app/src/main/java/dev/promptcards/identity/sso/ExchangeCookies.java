package dev.promptcards.identity.sso;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a browser keeps while its owner is at the provider: state, nonce and verifier, which
/// Micronaut Security writes, and where to go afterwards.
@Singleton
@Requires(bean = SingleSignOn.class)
class ExchangeCookies {

    /// How long somebody may take at the provider.
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String NEXT = "next";
    private static final List<String> ALL = List.of("state", "nonce", "pkce", NEXT);

    private final boolean secure;

    ExchangeCookies(@Value("${" + SingleSignOnProperties.PREFIX + "secure}") boolean secure) {
        this.secure = secure;
    }

    /// Where somebody wanted to go; whoever reads it must not trust it.
    Optional<String> next(HttpRequest<?> request) {
        return request.getCookies().findCookie(name(NEXT)).map(Cookie::getValue);
    }

    /// The same redirect, with where to go beside the others, and none of them sent along with what
    /// another site asks a browser for.
    MutableHttpResponse<?> kept(MutableHttpResponse<?> redirect, String next) {
        var response =
                HttpResponse.status(redirect.status())
                        .header(HttpHeaders.LOCATION, redirect.header(HttpHeaders.LOCATION))
                        .cookie(cookie(NEXT, next).maxAge(LONGEST));
        for (var theirs : redirect.getCookies().getAll()) {
            response.cookie(theirs.sameSite(SameSite.Lax));
        }
        return response;
    }

    /// Takes them away: an exchange ends once.
    void drop(MutableHttpResponse<?> response) {
        ALL.forEach(what -> response.cookie(cookie(what, "").maxAge(0)));
    }

    private Cookie cookie(String what, String value) {
        return Cookie.of(name(what), value)
                .httpOnly(true)
                .secure(secure)
                .sameSite(SameSite.Lax)
                .path("/");
    }

    private String name(String what) {
        return SingleSignOnProperties.cookieName(what, secure);
    }
}
