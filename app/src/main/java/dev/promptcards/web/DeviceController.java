package dev.promptcards.web;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.device.Approvals;
import dev.promptcards.identity.session.SessionCaller;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The pages by which somebody signs a program in: the code, what waits under it, the decision.
@Controller("/device")
@Hidden
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeviceController {

    private static final String TITLE = "Sign a program in";

    private final Layout layout;
    private final DevicePages pages;
    private final Approvals approvals;
    private final SessionCaller caller;

    DeviceController(Layout layout, DevicePages pages, Approvals approvals, SessionCaller caller) {
        this.layout = layout;
        this.pages = pages;
        this.approvals = approvals;
        this.caller = caller;
    }

    @Introspected
    record DecisionForm(@Nullable String code, @Nullable String decision, @Nullable String csrf) {}

    @Get
    MutableHttpResponse<String> show(HttpRequest<?> request, @QueryValue @Nullable String code) {
        var session = caller.sessionOf(request);
        if (session.isEmpty()) {
            return Layout.seeOther("/sign-in?next=" + encoded(address(code)));
        }
        if (code == null || code.isBlank()) {
            return layout.page(TITLE, pages.code("", Optional.empty()));
        }
        try {
            var waiting = approvals.find(person(session.get()), code);
            return layout.page(TITLE, pages.decision(session.get(), code, waiting));
        } catch (Problem problem) {
            return refused(problem, code);
        }
    }

    @Post
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<String> decide(HttpRequest<?> request, @Body DecisionForm form) {
        var session = caller.sessionOf(request);
        if (session.isEmpty()) {
            return Layout.seeOther("/sign-in?next=" + encoded(address(form.code())));
        }
        caller.requireOurs(request, session.get(), Optional.ofNullable(form.csrf()));
        var code = form.code() == null ? "" : form.code();
        try {
            return decide(person(session.get()), code, String.valueOf(form.decision()));
        } catch (Problem problem) {
            return refused(problem, code);
        }
    }

    private MutableHttpResponse<String> decide(Caller.Person person, String code, String decision) {
        return switch (decision) {
            case "approve" -> {
                approvals.approve(person, code);
                yield layout.page(TITLE, pages.approved());
            }
            case "deny" -> {
                approvals.deny(person, code);
                yield layout.page(TITLE, pages.denied());
            }
            default -> throw new Problem.Invalid("decision: must be `approve` or `deny`");
        };
    }

    /// The form again, and why.
    private MutableHttpResponse<String> refused(Problem problem, String code) {
        var form = pages.code(code, Optional.of(problem.getMessage()));
        return switch (problem) {
            case Problem.NotFound _ -> layout.page(HttpStatus.NOT_FOUND, TITLE, form);
            case Problem.Invalid _ -> layout.page(HttpStatus.BAD_REQUEST, TITLE, form);
            case Problem.TooMany many ->
                    layout.page(HttpStatus.TOO_MANY_REQUESTS, TITLE, form)
                            .header(
                                    HttpHeaders.RETRY_AFTER,
                                    Long.toString(many.retryAfter().toSeconds()));
            default -> throw problem;
        };
    }

    private static Caller.Person person(SessionToken session) {
        return new Caller.Person(session.user(), session.session());
    }

    private static String address(@Nullable String code) {
        return code == null || code.isBlank() ? "/device" : "/device?code=" + encoded(code);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
