package dev.promptcards.analytics;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The reports there are.
public final class Reports {

    private static final List<Report> ALL =
            Stream.concat(DailyReports.ALL.stream(), ExecutionReports.ALL.stream()).toList();

    private Reports() {}

    /// All of them, in the order they are listed in.
    public static List<Report> all() {
        return ALL;
    }

    /// The report of that name.
    public static Optional<Report> named(String name) {
        return ALL.stream().filter(it -> it.name().equals(name)).findFirst();
    }
}
