package dev.promptcards.identity;

import io.micronaut.http.HttpRequest;

import java.util.Optional;

/// Recognises one kind of credential. Each bean of this type is asked in turn; it may ask the
/// database.
public interface CallerSource {

    /// Who the request's credential stands for; empty where there is none of this kind, or a wrong
    /// one.
    Optional<Caller> callerOf(HttpRequest<?> request);

    /// The same from what is remembered, without asking anybody; empty where that does not suffice,
    /// and [#callerOf] is to find it out. Says somebody only where that would say the same.
    default Optional<Caller> remembered(HttpRequest<?> request) {
        return Optional.empty();
    }

    /// Whether a request is for what is open to everybody: how one becomes a caller.
    static boolean isOpen(HttpRequest<?> request) {
        return CallerFilter.isOpen(request);
    }
}
