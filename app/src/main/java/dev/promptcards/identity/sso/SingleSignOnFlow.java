package dev.promptcards.identity.sso;

import dev.promptcards.http.Origins;
import dev.promptcards.identity.session.SessionCookies;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.cookie.Cookie;

import jakarta.inject.Singleton;

import java.util.Map;
import java.util.Optional;

/// Signing in at the provider, from the button to the session's cookie.
@Singleton
@Requires(bean = SingleSignOn.class)
public class SingleSignOnFlow {

    private final ProviderExchange exchange;
    private final ExchangeCookies cookies;
    private final SingleSignOnEntry entry;
    private final SessionCookies sessionCookies;
    private final RefusalLog refusals;
    private final Origins origins;

    SingleSignOnFlow(
            ProviderExchange exchange,
            ExchangeCookies cookies,
            SingleSignOnEntry entry,
            SessionCookies sessionCookies,
            RefusalLog refusals,
            Origins origins) {
        this.exchange = exchange;
        this.cookies = cookies;
        this.entry = entry;
        this.sessionCookies = sessionCookies;
        this.refusals = refusals;
        this.origins = origins;
    }

    /// What came of a sign-in.
    public sealed interface Ending {
        /// @param session the session's cookie
        /// @param next where they wanted to go, as their browser says: not to be trusted
        record Entered(Cookie session, String next) implements Ending {}

        /// @param reason why nobody is let in
        record Refused(Refusal reason) implements Ending {}
    }

    /// Sends somebody to the provider; empty where it cannot be asked.
    ///
    /// @param next where to go afterwards
    public Optional<MutableHttpResponse<?>> begin(HttpRequest<?> request, String next) {
        var redirect = exchange.begin(request);
        if (redirect.isEmpty()) {
            refusals.add(Refusal.PROVIDER_UNAVAILABLE, origins.of(request));
        }
        return redirect.map(it -> cookies.kept(it, next));
    }

    /// Lets somebody in whom the provider sends back, or says why not.
    public Ending end(HttpRequest<Map<String, Object>> request) {
        var next = cookies.next(request).orElse("");
        var origin = origins.of(request);
        var result =
                switch (exchange.end(request)) {
                    case ProviderExchange.Outcome.Proven(var identity) ->
                            entry.enter(identity, next, origin);
                    case ProviderExchange.Outcome.Refused(var reason) ->
                            new SingleSignOnEntry.Result.Refused(reason);
                };
        return switch (result) {
            case SingleSignOnEntry.Result.Entered(var session) ->
                    new Ending.Entered(sessionCookies.of(session), next);
            case SingleSignOnEntry.Result.Refused(var reason) -> {
                refusals.add(reason, origin);
                yield new Ending.Refused(reason);
            }
        };
    }

    /// Takes away what the browser kept meanwhile: what came back is good once.
    public MutableHttpResponse<String> done(MutableHttpResponse<String> response) {
        cookies.drop(response);
        return response;
    }
}
