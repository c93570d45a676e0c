package dev.promptcards.identity.sso;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.DisabledBeanException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.client.OpenIdClient;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The exchange with the provider, which Micronaut Security carries out: authorization code with
/// PKCE, state and nonce, discovery, the token's signature and claims. Blocks the calling thread.
@Singleton
@Requires(bean = SingleSignOn.class)
class ProviderExchange {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderExchange.class);

    /// Tokens and keys, five seconds each at most.
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /// Codes and states are a few hundred characters, at Microsoft's some two thousand.
    private static final int LONGEST_PARAMETER = 8000;

    private final SingleSignOn provider;
    private final BeanProvider<DefaultOpenIdProviderMetadata> metadata;
    private final BeanProvider<OpenIdClient> client;

    ProviderExchange(
            SingleSignOn provider,
            BeanProvider<DefaultOpenIdProviderMetadata> metadata,
            BeanProvider<OpenIdClient> client) {
        this.provider = provider;
        this.metadata = metadata;
        this.client = client;
    }

    /// What an exchange came to.
    sealed interface Outcome {
        /// @param identity who the provider says it is
        record Proven(ProvenIdentity identity) implements Outcome {}

        /// @param reason why it says nothing
        record Refused(Refusal reason) implements Outcome {}
    }

    /// The redirect to the provider, with the cookies that tie what comes back to this browser;
    /// empty where the provider cannot be asked.
    Optional<MutableHttpResponse<?>> begin(HttpRequest<?> request) {
        try {
            return client().map(it -> await(it.authorizationRedirect(request)));
        } catch (RuntimeException e) {
            log(e);
            return Optional.empty();
        }
    }

    /// What the provider's redirect back to us says.
    Outcome end(HttpRequest<Map<String, Object>> request) {
        if (!isCallback(request)) {
            return new Outcome.Refused(
                    request.getParameters().contains("error") ? Refusal.CANCELLED : Refusal.STATE);
        }
        try {
            return client().map(it -> outcome(await(it.onCallback(request))))
                    .orElseGet(() -> new Outcome.Refused(Refusal.PROVIDER_UNAVAILABLE));
        } catch (RuntimeException e) {
            return new Outcome.Refused(refusal(e));
        }
    }

    /// One code and one state, and no error beside them.
    private static boolean isCallback(HttpRequest<?> request) {
        var parameters = request.getParameters();
        return !parameters.contains("error")
                && Stream.of("code", "state")
                        .map(parameters::getAll)
                        .allMatch(
                                all ->
                                        all.size() == 1
                                                && !all.getFirst().isEmpty()
                                                && all.getFirst().length() <= LONGEST_PARAMETER);
    }

    private static Outcome outcome(@Nullable AuthenticationResponse answer) {
        if (answer == null) {
            return new Outcome.Refused(Refusal.ID_TOKEN);
        }
        return answer.getAuthentication()
                .map(it -> it.getAttributes().get(ProvenIdentities.ATTRIBUTE))
                .map(ProvenIdentity.class::cast)
                .<Outcome>map(Outcome.Proven::new)
                .orElseGet(() -> new Outcome.Refused(Refusal.STATE));
    }

    /// The beans that verify tokens are made with the client, and know of the provider's keys only
    /// where its configuration was read before: without keys they take a token nobody signed.
    private Optional<OpenIdClient> client() {
        String issuer = provider.issuer().toString();
        try {
            var says = metadata.get().getIssuer();
            if (issuer.equals(says)) {
                return Optional.of(client.get());
            }
            LOG.warn("The OpenID provider configured as {} calls itself {}", issuer, says);
        } catch (DisabledBeanException _) {
            LOG.warn("The configuration of the OpenID provider {} cannot be read", issuer);
        }
        return Optional.empty();
    }

    private static <T> @Nullable T await(Publisher<? extends T> answer) {
        return Mono.<T>from(answer)
                .timeout(LONGEST, Mono.error(() -> ReadTimeoutException.TIMEOUT_EXCEPTION))
                .block();
    }

    /// Whatever the library makes of what a provider answers is no fault of ours.
    private Refusal refusal(RuntimeException e) {
        return switch (e) {
            // A state that is not even one of somebody else's.
            case IllegalArgumentException _ -> Refusal.STATE;
            case HttpClientResponseException answered when answered.code() / 100 == 4 ->
                    Refusal.EXCHANGE;
            default -> {
                log(e);
                yield Refusal.PROVIDER_UNAVAILABLE;
            }
        };
    }

    /// Its kind alone: a message may hold what the provider answered.
    private void log(RuntimeException e) {
        LOG.warn(
                "The OpenID provider {} cannot be asked: {}",
                provider.issuer(),
                e.getClass().getSimpleName());
    }
}
