package dev.promptcards.identity;

import dev.promptcards.problem.Problem;

import jakarta.inject.Singleton;

/// Lets in who may see what is of the installation and no workspace: commands on the server's
/// machine, and administrators of the installation. No key.
@Singleton
public final class InstallationReaders {

    private final People people;

    InstallationReaders(People people) {
        this.people = people;
    }

    /// Requires that the caller is one.
    ///
    /// @param what is to be seen, as the beginning of a sentence
    /// @throws Problem.Forbidden to everybody else
    public void require(String what) {
        boolean reads =
                switch (Caller.current().orElseThrow()) {
                    case Caller.Local() -> true;
                    case Caller.Person(var user, _) ->
                            people.find(user)
                                    .filter(it -> it.admin() && it.disabled().isEmpty())
                                    .isPresent();
                    case Caller.Key _ -> false;
                };
        if (!reads) {
            throw new Problem.Forbidden(
                    what
                            + " is for who runs it: sign in as an administrator of the"
                            + " installation, or use the command line on the server's machine.");
        }
    }
}
