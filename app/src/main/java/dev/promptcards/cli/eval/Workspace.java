package dev.promptcards.cli.eval;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// A workspace by its name, as addresses have it.
public record Workspace(String name) {

    /// The address of something in it, from the root of the server.
    String path(String rest) {
        return "/api/v1/workspaces/" + encoded(name) + "/" + rest;
    }

    /// The address of a run, by id or number, or of something that belongs to it.
    public String run(String run, String rest) {
        return path("runs/" + encoded(run) + rest);
    }

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
