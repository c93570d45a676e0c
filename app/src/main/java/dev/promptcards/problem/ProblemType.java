package dev.promptcards.problem;

import io.micronaut.http.HttpStatus;

import java.util.Arrays;
import java.util.Optional;

/// Every kind of problem a caller can meet, with its place under `/problems/`, its title and its
/// status. `docs/problems.md` says of each what to do about it, and a test compares the two.
public enum ProblemType {
    INVALID("invalid", "The request is wrong", HttpStatus.BAD_REQUEST),
    MALFORMED_JSON("malformed-json", "The body is not the JSON expected", HttpStatus.BAD_REQUEST),
    NOT_GRANTED("not-granted", "No token is given", HttpStatus.BAD_REQUEST),
    UNAUTHENTICATED("unauthenticated", "The caller is not known", HttpStatus.UNAUTHORIZED),
    FORBIDDEN("forbidden", "This is not allowed", HttpStatus.FORBIDDEN),
    NOT_FOUND("not-found", "There is no such thing", HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(
            "method-not-allowed",
            "The method is not supported here",
            HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(
            "not-acceptable", "The answer has no such media type", HttpStatus.NOT_ACCEPTABLE),
    CONFLICT("conflict", "The request contradicts what is stored", HttpStatus.CONFLICT),
    GONE("gone", "It was removed", HttpStatus.GONE),
    STALE("stale", "It was changed meanwhile", HttpStatus.PRECONDITION_FAILED),
    TOO_LARGE("too-large", "The request is too large", HttpStatus.REQUEST_ENTITY_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type",
            "The body has another media type than expected",
            HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    TOO_SLOW("too-slow", "The question takes too long", HttpStatus.UNPROCESSABLE_ENTITY),
    TOO_MANY_REQUESTS("too-many-requests", "Too many requests", HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL("internal", "Something failed on our side", HttpStatus.INTERNAL_SERVER_ERROR),
    UNAVAILABLE("unavailable", "Not available right now", HttpStatus.SERVICE_UNAVAILABLE);

    private final String slug;
    private final String title;
    private final HttpStatus status;

    ProblemType(String slug, String title, HttpStatus status) {
        this.slug = slug;
        this.title = title;
        this.status = status;
    }

    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }

    public HttpStatus status() {
        return status;
    }

    /// The first type of that status; empty where a status needs no words of ours (RFC 9457 calls
    /// that `about:blank`).
    static Optional<ProblemType> ofStatus(int code) {
        return Arrays.stream(values()).filter(type -> type.status.getCode() == code).findFirst();
    }

    static ProblemType of(Problem problem) {
        return switch (problem) {
            case Problem.NotFound _ -> NOT_FOUND;
            case Problem.Gone _ -> GONE;
            case Problem.Conflict _ -> CONFLICT;
            case Problem.Stale _ -> STALE;
            case Problem.Invalid _ -> INVALID;
            case Problem.TooLarge _ -> TOO_LARGE;
            case Problem.TooSlow _ -> TOO_SLOW;
            case Problem.NotGranted _ -> NOT_GRANTED;
            case Problem.Unauthenticated _ -> UNAUTHENTICATED;
            case Problem.Forbidden _ -> FORBIDDEN;
            case Problem.Unavailable _ -> UNAVAILABLE;
            case Problem.TooMany _ -> TOO_MANY_REQUESTS;
        };
    }
}
