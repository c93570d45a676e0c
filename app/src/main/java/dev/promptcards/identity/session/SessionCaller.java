package dev.promptcards.identity.session;

import dev.promptcards.http.SameOrigin;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.CallerSource;
import dev.promptcards.problem.Problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/// Recognises who has signed in by their cookie. A browser sends it along with whatever a foreign
/// page makes it send, so what changes something must besides come from a page of ours and carry a
/// token that only our pages know.
@Singleton
public class SessionCaller implements CallerSource {

    /// The header a page repeats its token in; `GET /api/v1/me` tells it.
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Sessions sessions;
    private final SessionCookies cookies;
    private final SameOrigin sameOrigin;

    SessionCaller(Sessions sessions, SessionCookies cookies, SameOrigin sameOrigin) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.sameOrigin = sameOrigin;
    }

    /// Who shows the cookie, in a request that carries no other credential.
    @Override
    public Optional<Caller> callerOf(HttpRequest<?> request) {
        if (request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            return Optional.empty();
        }
        var token = cookies.read(request);
        var person = token.flatMap(sessions::callerOf);
        if (person.isEmpty() || SAFE.contains(request.getMethod())) {
            return person.map(it -> it);
        }
        if (CallerSource.isOpen(request)) {
            return person.filter(_ -> sameOrigin.isOurs(request)).map(it -> it);
        }
        requireOurs(request, token.get(), shownIn(request));
        return person.map(it -> it);
    }

    /// Of requests that change nothing; what the others have to show besides, [#callerOf] looks at.
    @Override
    public Optional<Caller> remembered(HttpRequest<?> request) {
        if (!SAFE.contains(request.getMethod())
                || request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            return Optional.empty();
        }
        return cookies.read(request).flatMap(sessions::rememberedCaller).map(it -> it);
    }

    /// The session of a request, whatever it wants to do: for pages, which check their forms.
    public Optional<SessionToken> sessionOf(HttpRequest<?> request) {
        return cookies.read(request).filter(token -> sessions.callerOf(token).isPresent());
    }

    /// The token a page repeated in the header.
    public static Optional<String> shownIn(HttpRequest<?> request) {
        return Optional.ofNullable(request.getHeaders().get(CSRF_HEADER));
    }

    /// Refuses a change that none of our pages asked for.
    ///
    /// @param shown the token the page repeated
    public void requireOurs(HttpRequest<?> request, SessionToken token, Optional<String> shown) {
        sameOrigin.require(request);
        if (!MessageDigest.isEqual(
                shown.orElse("").getBytes(StandardCharsets.UTF_8),
                token.csrfToken().getBytes(StandardCharsets.UTF_8))) {
            throw new Problem.Forbidden(
                    "The header %s is missing or wrong. GET /api/v1/me tells the session's token."
                            .formatted(CSRF_HEADER));
        }
    }
}
