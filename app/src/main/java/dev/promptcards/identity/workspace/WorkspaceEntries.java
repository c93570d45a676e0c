package dev.promptcards.identity.workspace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.ArrayList;
import java.util.List;

/// What the audit log says of workspaces.
final class WorkspaceEntries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private WorkspaceEntries() {}

    static AuditEntry created(WorkspaceId id, String slug, String name) {
        return entry("workspace.create", id, slug).after(JSON.objectNode().put("name", name));
    }

    /// Of the name and of the settings, each where it changed.
    static List<AuditEntry> changed(Workspace before, Workspace after) {
        var entries = new ArrayList<AuditEntry>();
        if (!before.name().equals(after.name())) {
            entries.add(field("workspace.rename", after, "name", before.name(), after.name()));
        }
        if (!before.searchLanguage().equals(after.searchLanguage())) {
            entries.add(
                    field(
                            "workspace.settings",
                            after,
                            "searchLanguage",
                            before.searchLanguage(),
                            after.searchLanguage()));
        }
        return entries;
    }

    static AuditEntry archived(Workspace workspace, boolean archived) {
        return entry(
                archived ? "workspace.archive" : "workspace.unarchive",
                workspace.id(),
                workspace.slug());
    }

    private static AuditEntry field(
            String action, Workspace workspace, String name, String before, String after) {
        return entry(action, workspace.id(), workspace.slug())
                .before(JSON.objectNode().put(name, before))
                .after(JSON.objectNode().put(name, after));
    }

    private static AuditEntry entry(String action, WorkspaceId id, String slug) {
        return new AuditEntry(action, "workspace", id.toString(), slug);
    }
}
