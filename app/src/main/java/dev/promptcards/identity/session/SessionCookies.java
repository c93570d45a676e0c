package dev.promptcards.identity.session;

import dev.promptcards.http.PublicAddress;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Optional;

/// The cookie of a session: out of reach of scripts, sent over https alone (but on this machine),
/// and not with what another site makes a browser send. Over https its name says that no other host
/// can have set it (`__Host-`, RFC 6265bis).
@Singleton
public class SessionCookies {

    private static final Duration LONGEST = Duration.ofDays(30);

    private final boolean secure;
    private final String name;

    SessionCookies(PublicAddress address) {
        this.secure = address.isSecure();
        this.name = secure ? "__Host-promptcards_session" : "promptcards_session";
    }

    /// The cookie that keeps somebody signed in.
    public Cookie of(SessionToken token) {
        return cookie(token.text()).maxAge(LONGEST);
    }

    /// The cookie that takes the other away.
    public Cookie gone() {
        return cookie("").maxAge(0);
    }

    /// What a request's cookie holds; empty where it is none of ours.
    public Optional<SessionToken> read(HttpRequest<?> request) {
        return request.getCookies()
                .findCookie(name)
                .map(Cookie::getValue)
                .flatMap(SessionToken::parse);
    }

    private Cookie cookie(String value) {
        return Cookie.of(name, value)
                .httpOnly(true)
                .secure(secure)
                .sameSite(SameSite.Lax)
                .path("/");
    }
}
