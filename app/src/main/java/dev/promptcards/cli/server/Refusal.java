package dev.promptcards.cli.server;

/// A server's answer that is no success, in its own words.
public final class Refusal extends CommandFailure {

    private final int status;
    private final String error;

    /// @param status of the answer
    /// @param error why no token is given, as RFC 6749 and RFC 8628 word it; empty for any other
    ///     refusal
    public Refusal(String message, int status, String error) {
        super(message);
        this.status = status;
        this.error = error;
    }

    public int status() {
        return status;
    }

    public String error() {
        return error;
    }
}
