package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Serves the description of the interface, which the build wrote from the controllers.
@Controller
@Hidden
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Prompt Cards",
                        version = "1",
                        description =
                                "Errors are application/problem+json (RFC 9457); listings are pages"
                                        + " of items with a cursor `next`."),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer")
final class OpenApiController {

    private final ResourceResolver resources;

    OpenApiController(ResourceResolver resources) {
        this.resources = resources;
    }

    @Get(value = "/openapi.yaml", produces = MediaType.APPLICATION_YAML)
    @ExecuteOn(TaskExecutors.BLOCKING)
    String description() throws IOException {
        var generated = resources.getResourceAsStream("classpath:META-INF/swagger/openapi.yml");
        if (generated.isEmpty()) {
            throw new Problem.NotFound("This build holds no description of its API.");
        }
        try (var stream = generated.get()) {
            return OpenApiRepair.repaired(
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
