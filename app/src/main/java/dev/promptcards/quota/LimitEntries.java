package dev.promptcards.quota;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.tenancy.WorkspaceId;

/// What the audit log says of limits.
final class LimitEntries {

    private static final JsonMapper JSON = new JsonMapper();

    private LimitEntries() {}

    static AuditEntry updated(
            WorkspaceId workspace, WorkspaceLimits before, WorkspaceLimits after) {
        return new AuditEntry("limit.update", "limits", workspace.toString(), "")
                .before(JSON.<ObjectNode>valueToTree(before))
                .after(JSON.<ObjectNode>valueToTree(after));
    }
}
