package dev.promptcards.identity.sso;

import dev.promptcards.identity.People;

import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// Decides who is made a person at their first sign-in.
@Singleton
@Requires(bean = SingleSignOn.class)
class Admission {

    private final SingleSignOn provider;
    private final People people;
    private final List<Invited> invited;

    Admission(SingleSignOn provider, People people, List<Invited> invited) {
        this.provider = provider;
        this.people = people;
        this.invited = invited;
    }

    /// What speaks against it. The first person comes by the link the server printed, and runs the
    /// installation: who came before them otherwise would take that from them.
    ///
    /// @param email an address the provider verified
    /// @param next where they want to go
    Optional<Refusal> fault(String email, String next) {
        boolean welcome =
                switch (provider.newPeople()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case ALLOWED ->
                            provider.allows(email)
                                    || invited.stream().anyMatch(it -> it.isExpected(next, email));
                };
        if (!welcome) {
            return Optional.of(Refusal.NOT_INVITED);
        }
        return people.isAnybodyThere() ? Optional.empty() : Optional.of(Refusal.NOT_SET_UP);
    }
}
