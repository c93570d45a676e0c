package dev.promptcards.provider;

/// What a spec came to, before anything is paid for.
public sealed interface Resolved {

    record Ready(Provider provider) implements Resolved {}

    /// Nobody here speaks to that provider; the reason says who can be spoken to.
    record Unsupported(String reason) implements Resolved {}

    /// The configuration or a secret is wrong or missing; the reason names it.
    record Misconfigured(String reason) implements Resolved {}
}
