package dev.promptcards.card.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.card.CardVersion;
import dev.promptcards.card.CardVersions;
import dev.promptcards.card.Renderings;
import dev.promptcards.card.VersionRef;
import dev.promptcards.card.serving.ServedCards;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Renders a card with given values.
@Controller("/api/v1/workspaces/{workspace}/cards/{slug}/render")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Cards")
final class RenderController {

    private final Renderings renderings;
    private final CardVersions versions;
    private final ServedCards served;

    RenderController(Renderings renderings, CardVersions versions, ServedCards served) {
        this.renderings = renderings;
        this.versions = versions;
        this.served = served;
    }

    /// What to render: the version of a number or under a label, else the latest. Templates see the
    /// values, and the texts of env under that name.
    record Request(
            @Nullable ObjectNode values,
            @Nullable Integer version,
            @Nullable String label,
            @Nullable Map<String, String> env) {}

    /// A text, or the messages of a chat.
    record Answer(
            int version,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String text,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode messages) {}

    /// Renders a version with values, as a run would. Calls no provider. The label may stand in the
    /// address instead of the body.
    @Post
    @Needs(Permission.CARD_READ)
    Answer render(
            WorkspaceId workspace,
            String slug,
            @QueryValue @Nullable String label,
            @Body Request request) {
        var rendered =
                renderings.render(
                        workspace,
                        slug,
                        version(workspace, slug, label, request),
                        request.values() == null
                                ? JsonNodeFactory.instance.objectNode()
                                : request.values(),
                        request.env() == null ? Map.of() : request.env());
        return switch (rendered) {
            case Renderings.Rendered.Text(var version, var text) -> new Answer(version, text, null);
            case Renderings.Rendered.Chat(var version, var messages) ->
                    new Answer(version, null, messages);
        };
    }

    /// A label's version comes from memory where it can, as it is served without values.
    private CardVersion version(
            WorkspaceId workspace, String slug, @Nullable String label, Request request) {
        if (label != null && (request.label() != null || request.version() != null)) {
            throw new Problem.Invalid(
                    "label: it stands in the address; leave `label` and `version` out of the body");
        }
        var meant = VersionRef.of(request.version(), label == null ? request.label() : label);
        return meant instanceof VersionRef.Label(var name)
                ? served.get(workspace, slug, name).version()
                : versions.get(workspace, slug, meant);
    }
}
