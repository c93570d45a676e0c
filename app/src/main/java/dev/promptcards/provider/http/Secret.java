package dev.promptcards.provider.http;

/// A key that does not print itself.
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
