package dev.promptcards.cli.eval;

import java.util.Map;

/// The exit code of a run that was carried out: 0, or 100 where its pass rate is under what is
/// asked for, which is all of it unless `PROMPTFOO_PASS_RATE_THRESHOLD` says another percentage.
/// `PROMPTFOO_FAILED_TEST_EXIT_CODE` replaces the 100.
public final class ExitCode {

    private static final int FAILED = 100;
    private static final double ALL = 100;

    private ExitCode() {}

    /// @param passed how many executions passed
    /// @param total how many there were, errors and unknown outcomes included
    public static int of(int passed, int total, Map<String, String> environment) {
        if (total == 0 || 100.0 * passed / total >= threshold(environment)) {
            return 0;
        }
        return failed(environment);
    }

    /// What says that tests failed.
    public static int failed(Map<String, String> environment) {
        try {
            return Integer.parseInt(
                    environment.getOrDefault("PROMPTFOO_FAILED_TEST_EXIT_CODE", "").strip());
        } catch (NumberFormatException _) {
            return FAILED;
        }
    }

    private static double threshold(Map<String, String> environment) {
        try {
            double threshold =
                    Double.parseDouble(
                            environment.getOrDefault("PROMPTFOO_PASS_RATE_THRESHOLD", ""));
            return Double.isFinite(threshold) ? threshold : ALL;
        } catch (NumberFormatException _) {
            return ALL;
        }
    }
}
