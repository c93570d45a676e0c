package dev.promptcards.run;

import com.fasterxml.jackson.annotation.JsonRawValue;

import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.queue.RunId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The step log of a run, as a list or as a stream of server-sent events.
@Controller("/api/v1/workspaces/{workspace}/runs/{run}")
@ExecuteOn(TaskExecutors.BLOCKING)
class EventController {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final UUID BEGINNING = new UUID(0, 0);

    private final Runs runs;
    private final WorkspaceTransactions transactions;

    EventController(Runs runs, WorkspaceTransactions transactions) {
        this.runs = runs;
        this.transactions = transactions;
    }

    record EventView(UUID id, String kind, @JsonRawValue String detail, Instant createdAt) {
        static EventView of(RunEvents.RunEvent event) {
            return new EventView(event.id(), event.kind(), event.detail(), event.createdAt());
        }
    }

    record EventList(List<EventView> items) {}

    /// The step log: a list, or for `Accept: text/event-stream` the events as they happen, those
    /// after `Last-Event-ID` first, and between them `progress` with the counters whenever these
    /// have changed. The stream ends when nothing more is under way.
    @Get("/events")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
    @ApiResponse(
            responseCode = "200",
            description = "The events so far; as a stream, each with its kind as its name.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = EventList.class)),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM,
                        schema = @Schema(implementation = String.class))
            })
    @Needs(Permission.RUN_READ)
    HttpResponse<?> events(
            WorkspaceId workspace,
            String run,
            @Header("Accept") @Nullable String accept,
            @Header("Last-Event-ID") @Nullable String lastId) {
        var id = runs.find(workspace, run).id();
        var last = lastId == null ? BEGINNING : eventId(lastId);
        if (accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM)) {
            Flux<Event<Object>> stream =
                    Flux.create(
                            sink ->
                                    Thread.startVirtualThread(
                                            () -> follow(sink, workspace, id, last)));
            return HttpResponse.ok(stream).contentType(MediaType.TEXT_EVENT_STREAM_TYPE);
        }
        var list = new EventList(after(workspace, id, last).stream().map(EventView::of).toList());
        return HttpResponse.ok(list).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private void follow(FluxSink<Event<Object>> sink, WorkspaceId workspace, RunId run, UUID last) {
        try {
            var seen = last;
            Progress told = null;
            while (!sink.isCancelled()) {
                // The standing is read first: events that end a run are then not missed.
                var standing = runs.standing(workspace, run);
                if (!standing.progress().equals(told)) {
                    told = standing.progress();
                    sink.next(Event.<Object>of(told).name("progress"));
                }
                for (var event : after(workspace, run, seen)) {
                    seen = event.id();
                    sink.next(
                            Event.<Object>of(EventView.of(event))
                                    .id(event.id().toString())
                                    .name(event.kind()));
                }
                if (standing.run().state().isSettled()) {
                    break;
                }
                Thread.sleep(EVERY);
            }
            sink.complete();
        } catch (InterruptedException | RuntimeException e) {
            sink.error(e);
        }
    }

    private List<RunEvents.RunEvent> after(WorkspaceId workspace, RunId run, UUID last) {
        return transactions.inWorkspace(
                workspace, handle -> RunEvents.after(handle, workspace, run, last));
    }

    private static UUID eventId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid("Last-Event-ID: must be an id this stream has given");
        }
    }
}
