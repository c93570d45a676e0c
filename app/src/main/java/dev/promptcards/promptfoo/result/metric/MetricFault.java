package dev.promptcards.promptfoo.result.metric;

/// Why a derived metric has no value, in words for its author.
final class MetricFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    MetricFault(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
