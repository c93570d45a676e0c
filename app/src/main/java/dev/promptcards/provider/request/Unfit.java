package dev.promptcards.provider.request;

/// A request cannot be made of the configuration and the case; the message says why.
final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    Unfit(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
