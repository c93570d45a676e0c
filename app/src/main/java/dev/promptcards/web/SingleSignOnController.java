package dev.promptcards.web;

import dev.promptcards.identity.sso.Refusal;
import dev.promptcards.identity.sso.SingleSignOn;
import dev.promptcards.identity.sso.SingleSignOnFlow;
import dev.promptcards.identity.sso.SingleSignOnFlow.Ending;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Where the button of the sign-in page leads, and where the provider sends people back to.
@Controller
@Hidden
@Requires(bean = SingleSignOn.class)
@Produces(MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SingleSignOnController {

    private static final String REFUSED =
            """
            %s<p><a href="/sign-in">Back to signing in</a></p>
            """;

    private final Layout layout;
    private final SingleSignOnFlow flow;

    SingleSignOnController(Layout layout, SingleSignOnFlow flow) {
        this.layout = layout;
        this.flow = flow;
    }

    @Get(SingleSignOn.START)
    MutableHttpResponse<?> begin(HttpRequest<?> request, @QueryValue @Nullable String next) {
        return flow.begin(request, OwnPath.of(next))
                .<MutableHttpResponse<?>>map(Layout::guarded)
                .orElseGet(() -> refused(Refusal.PROVIDER_UNAVAILABLE));
    }

    @Get(SingleSignOn.CALLBACK)
    MutableHttpResponse<String> end(HttpRequest<Map<String, Object>> request) {
        return flow.done(
                switch (flow.end(request)) {
                    case Ending.Entered(var session, var next) ->
                            Layout.seeOther(OwnPath.of(next)).cookie(session);
                    case Ending.Refused(var reason) -> refused(reason);
                });
    }

    private MutableHttpResponse<String> refused(Refusal reason) {
        var status =
                switch (reason) {
                    case PROVIDER_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
                    case STATE -> HttpStatus.BAD_REQUEST;
                    default -> HttpStatus.FORBIDDEN;
                };
        return layout.page(
                status, "Not signed in", Html.of(REFUSED, Layout.alert(reason.message())));
    }
}
