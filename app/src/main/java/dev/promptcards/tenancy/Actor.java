package dev.promptcards.tenancy;

/// Who does something, as histories record it. Until sign-in exists there is one: `local`.
public record Actor(String name) {

    private static final Actor LOCAL = new Actor("local");

    /// Who makes the request that is being carried out.
    public static Actor current() {
        return LOCAL;
    }
}
