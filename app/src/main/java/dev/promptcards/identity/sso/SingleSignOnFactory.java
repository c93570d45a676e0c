package dev.promptcards.identity.sso;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;

import jakarta.inject.Singleton;

import java.net.URI;
import java.util.Set;

/// Makes [SingleSignOn] of the properties [SingleSignOnProperties] wrote.
@Factory
@Requires(property = SingleSignOnProperties.ENABLED, value = "true")
class SingleSignOnFactory {

    private static final String PREFIX = SingleSignOnProperties.PREFIX;

    @Singleton
    SingleSignOn provider(
            @Value("${" + PREFIX + "issuer}") URI issuer,
            @Value("${" + PREFIX + "name}") String name,
            @Value("${" + PREFIX + "allowed-domains}") Set<String> allowedDomains,
            @Value("${" + PREFIX + "new-people}") String newPeople) {
        return new SingleSignOn(
                issuer, name, Set.copyOf(allowedDomains), NewPeople.of(newPeople).orElseThrow());
    }
}
