package dev.promptcards.problem;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Gives the framework's own errors (no such route, a body that does not parse, a missing
/// parameter) the same shape as ours, in words of ours: the framework's messages name classes.
@Singleton
final class FrameworkProblems implements ErrorResponseProcessor<ProblemDetails> {

    @Override
    public MutableHttpResponse<ProblemDetails> processResponse(
            ErrorContext context, MutableHttpResponse<?> response) {
        return details(context, response.code()).on(response);
    }

    private static ProblemDetails details(ErrorContext context, int status) {
        var unreadable = unreadableJson(context.getRootCause().orElse(null));
        if (unreadable.isPresent() && status < 500) {
            var violation = UnreadableJson.violation(unreadable.get());
            return ProblemDetails.of(
                    ProblemType.MALFORMED_JSON, violation.message(), List.of(violation));
        }
        return ProblemType.ofStatus(status)
                .map(type -> details(context, type))
                .orElseGet(() -> ProblemDetails.ofStatus(HttpStatus.valueOf(status)));
    }

    private static ProblemDetails details(ErrorContext context, ProblemType type) {
        var request = context.getRequest();
        return switch (type) {
            case INVALID -> invalid(context);
            case NOT_FOUND ->
                    ProblemDetails.of(
                            type,
                            "Nothing is served at "
                                    + request.getPath()
                                    + ". /openapi.yaml lists what is.");
            case METHOD_NOT_ALLOWED ->
                    ProblemDetails.of(
                            type,
                            request.getMethodName()
                                    + " is not supported at "
                                    + request.getPath()
                                    + ". The Allow header names what is.");
            case UNSUPPORTED_MEDIA_TYPE ->
                    ProblemDetails.of(
                            type,
                            "Send Content-Type: application/json (application/x-ndjson where lines"
                                    + " are imported).");
            case NOT_ACCEPTABLE ->
                    ProblemDetails.of(type, "Send Accept: application/json, or no Accept header.");
            case TOO_LARGE ->
                    ProblemDetails.of(
                            type,
                            "Send less at once; large sets go through the import of lines. An"
                                    + " address takes 4,096 bytes.");
            default -> ProblemDetails.of(type, type.title() + ".");
        };
    }

    private static ProblemDetails invalid(ErrorContext context) {
        var violation =
                switch (context.getRootCause().orElse(null)) {
                    case ConversionErrorException conversion ->
                            new Violation(
                                    conversion.getArgument().getName(),
                                    "expected "
                                            + UnreadableJson.kind(
                                                    conversion.getArgument().getType()));
                    case UnsatisfiedBodyRouteException _ ->
                            new Violation("body", "missing; send JSON");
                    case UnsatisfiedRouteException missing ->
                            new Violation(missing.getArgument().getName(), "missing");
                    case URISyntaxException _ ->
                            new Violation(
                                    "address",
                                    "holds a character that must be escaped, such as `\"` by %22"
                                            + " or `{` by %7B");
                    case null, default -> new Violation("request", "not readable");
                };
        return ProblemDetails.of(
                ProblemType.INVALID,
                violation.at() + ": " + violation.message(),
                List.of(violation));
    }

    private static Optional<JsonProcessingException> unreadableJson(@Nullable Throwable cause) {
        return Stream.iterate(cause, each -> each != null, Throwable::getCause)
                .limit(20)
                .filter(JsonProcessingException.class::isInstance)
                .map(JsonProcessingException.class::cast)
                .findFirst();
    }
}
