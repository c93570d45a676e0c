package dev.promptcards.provider.http;

/// A key that does not print itself.
public record Secret(String value) {

    /// The text with every occurrence of the key blotted out; providers quote keys in their errors.
    public String blotted(String text) {
        return value.isEmpty() ? text : text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
