package dev.promptcards.problem;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A problem as it goes over the wire: `application/problem+json` of RFC 9457. `id` names an
/// unexpected failure, in the log too; `error` is why no token is given, in OAuth's words; `errors`
/// lists the places of a request that are wrong.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDetails(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String id,
        @Nullable String error,
        List<Violation> errors) {

    static ProblemDetails of(ProblemType type, String detail) {
        return of(type, detail, List.of());
    }

    static ProblemDetails of(ProblemType type, String detail, List<Violation> errors) {
        return new ProblemDetails(
                "/problems/" + type.slug(),
                type.title(),
                type.status().getCode(),
                detail,
                null,
                null,
                errors);
    }

    /// The same, with a word for why no token is given.
    ProblemDetails because(Problem.NotGranted.Reason reason) {
        return new ProblemDetails(type, title, status, detail, id, reason.toString(), errors);
    }

    static ProblemDetails unexpected(String id) {
        return new ProblemDetails(
                "/problems/" + ProblemType.INTERNAL.slug(),
                ProblemType.INTERNAL.title(),
                ProblemType.INTERNAL.status().getCode(),
                "The request failed for a reason it did not cause. The server's log has the id "
                        + id
                        + ".",
                id,
                null,
                List.of());
    }

    static ProblemDetails ofStatus(HttpStatus status) {
        return new ProblemDetails(
                "about:blank", status.getReason(), status.getCode(), null, null, null, List.of());
    }

    MutableHttpResponse<ProblemDetails> response() {
        return on(HttpResponse.status(HttpStatus.valueOf(status)));
    }

    /// Puts this on an answer whose headers are already set (`Allow` of a 405, say).
    MutableHttpResponse<ProblemDetails> on(MutableHttpResponse<?> response) {
        return response.status(status)
                .body(this)
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
    }
}
