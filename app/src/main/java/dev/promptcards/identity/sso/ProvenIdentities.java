package dev.promptcards.identity.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.endpoint.authorization.state.State;
import io.micronaut.security.oauth2.endpoint.token.response.DefaultOpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdClaims;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import reactor.core.publisher.Mono;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads who somebody is from an ID token that Micronaut Security verified, and asks for what it
/// takes for granted when it is missing: that the token is signed, with a key of a pair, that it
/// expires, and that it answers the nonce.
@Singleton
@Replaces(DefaultOpenIdAuthenticationMapper.class)
@Requires(bean = SingleSignOn.class)
class ProvenIdentities implements OpenIdAuthenticationMapper {

    /// Where the answer holds the [ProvenIdentity].
    static final String ATTRIBUTE = "identity";

    private final String issuer;

    ProvenIdentities(SingleSignOn provider) {
        this.issuer = provider.issuer().toString();
    }

    @Override
    public Publisher<AuthenticationResponse> createAuthenticationResponse(
            String provider,
            OpenIdTokenResponse tokens,
            OpenIdClaims claims,
            @Nullable State state) {
        if (!isSigned(tokens.getIdToken())
                || !issuer.equals(claims.getIssuer())
                || claims.get("exp") == null
                || claims.getNonce() == null
                || !isSubject(claims.getSubject())) {
            return Mono.empty();
        }
        var identity =
                new ProvenIdentity(
                        issuer,
                        claims.getSubject(),
                        text(claims, "email"),
                        // Some providers write a text.
                        text(claims, "email_verified").filter("true"::equals).isPresent(),
                        text(claims, "name").orElse(""));
        return Mono.just(
                AuthenticationResponse.success(
                        identity.subject(), List.of(), Map.of(ATTRIBUTE, identity)));
    }

    private static boolean isSigned(String token) {
        try {
            return JWSAlgorithm.Family.SIGNATURE.contains(
                    SignedJWT.parse(token).getHeader().getAlgorithm());
        } catch (ParseException _) {
            return false;
        }
    }

    private static boolean isSubject(@Nullable String subject) {
        return subject != null
                && !subject.isEmpty()
                && subject.length() <= ProvenIdentity.LONGEST_SUBJECT
                && subject.chars().allMatch(c -> c > 0x1f && c < 0x7f);
    }

    private static Optional<String> text(OpenIdClaims claims, String name) {
        return Optional.ofNullable(claims.get(name)).map(Object::toString).map(String::strip);
    }
}
