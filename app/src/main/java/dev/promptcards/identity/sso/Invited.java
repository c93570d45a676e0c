package dev.promptcards.identity.sso;

/// Tells whether somebody who is nobody here yet is expected.
public interface Invited {

    /// Whether `path`, where they want to go after signing in, is an invitation that is open to who
    /// has that address.
    boolean isExpected(String path, String email);
}
