package dev.promptcards.provider.request;

/// A request cannot be made of the configuration and the case; the message says why.
final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message);
    }
}
