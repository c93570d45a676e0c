package dev.promptcards.problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;

/// Turns a domain error into its answer.
@Singleton
final class ProblemHandler implements ExceptionHandler<Problem, HttpResponse<ProblemDetails>> {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @Override
    public HttpResponse<ProblemDetails> handle(HttpRequest request, Problem problem) {
        var type = ProblemType.of(problem);
        LOG.debug(
                "{} {}: {}", request.getMethod(), UnexpectedHandler.address(request), type.slug());
        var violations =
                problem instanceof Problem.Invalid invalid
                        ? invalid.violations()
                        : List.<Violation>of();
        var details = ProblemDetails.of(type, problem.getMessage(), violations);
        var response =
                problem instanceof Problem.NotGranted notGranted
                        ? details.because(notGranted.reason()).response()
                        : details.response();
        return switch (problem) {
            case Problem.Unauthenticated _ ->
                    response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case Problem.TooMany tooMany -> {
                tooMany.headers().forEach(response::header);
                yield after(response, tooMany.retryAfter());
            }
            case Problem.Unavailable unavailable ->
                    unavailable.retryAfter().map(it -> after(response, it)).orElse(response);
            default -> response;
        };
    }

    private static MutableHttpResponse<ProblemDetails> after(
            MutableHttpResponse<ProblemDetails> response, Duration time) {
        return response.header(
                HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, time.toSeconds())));
    }
}
