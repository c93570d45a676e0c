package dev.promptcards.promptfoo.result;

import com.fasterxml.jackson.databind.JsonNode;

/// How an execution ended.
public enum Outcome {
    PASSED("PASS", 0),
    FAILED("FAIL", 1),
    ERROR("ERROR", 2),
    /// A call was sent and its answer lost: whether it was charged is not known.
    UNKNOWN("ERROR", 2);

    private static final String UNKNOWN_PREFIX = "unknown outcome";

    private final String status;
    private final int failureReason;

    Outcome(String status, int failureReason) {
        this.status = status;
        this.failureReason = failureReason;
    }

    public static Outcome of(JsonNode execution) {
        return switch (execution.path("outcome").asText()) {
            case "passed" -> PASSED;
            case "failed" -> FAILED;
            case "unknown" -> UNKNOWN;
            default -> ERROR;
        };
    }

    /// promptfoo's word for it.
    public String status() {
        return status;
    }

    /// promptfoo's number for it: 0 none, 1 an assertion, 2 an error.
    public int failureReason() {
        return failureReason;
    }

    /// What went wrong; empty if nothing did.
    public String message(JsonNode execution) {
        String error = execution.path("error").asText("");
        return switch (this) {
            case PASSED -> "";
            case FAILED -> execution.path("reason").asText("");
            case ERROR -> error.isEmpty() ? "error" : error;
            case UNKNOWN -> {
                String detail =
                        error.isEmpty() ? "the answer was lost after the call was sent" : error;
                yield detail.startsWith(UNKNOWN_PREFIX) ? detail : UNKNOWN_PREFIX + ": " + detail;
            }
        };
    }
}
