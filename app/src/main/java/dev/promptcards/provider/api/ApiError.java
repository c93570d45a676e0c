package dev.promptcards.provider.api;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;
import java.util.Set;

/// The `error` of an answer.
///
/// @param code a word or a number, as text; empty where there is none
public record ApiError(String message, String type, String code) {

    private static final Set<String> POLICY =
            Set.of("invalid_prompt", "content_filter", "content_policy_violation");

    /// Waiting does not fill an account.
    private static final Set<String> QUOTA =
            Set.of(
                    "insufficient_quota",
                    "billing_hard_limit_reached",
                    "billing_not_active",
                    "account_deactivated",
                    "insufficient_balance");

    static Optional<ApiError> in(JsonNode answer) {
        JsonNode error = answer.path("error");
        if (error.isTextual()) {
            return Optional.of(new ApiError(error.asText(), "", ""));
        }
        if (!error.isObject()) {
            return Optional.empty();
        }
        return Optional.of(
                new ApiError(
                        error.path("message").asText(""),
                        error.path("type").asText(""),
                        error.path("code").asText("")));
    }

    /// Whether the prompt itself was declined.
    boolean isPolicy() {
        return POLICY.contains(code);
    }

    boolean isQuota() {
        return QUOTA.contains(code) || QUOTA.contains(type);
    }

    /// The status an error inside an answer of success stands for: its code where that is one, else
    /// the success it came with, which nothing will change.
    int status() {
        return code.matches("[45][0-9][0-9]") ? Integer.parseInt(code) : 200;
    }

    String spoken() {
        String name = code.isEmpty() ? type : code;
        String text = message.isEmpty() ? name : message;
        return Excerpt.of(name.isEmpty() || text.equals(name) ? text : text + " (" + name + ")");
    }
}
