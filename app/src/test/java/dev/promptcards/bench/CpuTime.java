package dev.promptcards.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// CPU seconds used by this process and its children, PostgreSQL and Redis among them, read from
/// `/proc`. The endpoint is left out by its process id.
final class CpuTime {

    /// The kernel's clock ticks a second; 100 on every Linux.
    private static final double TICKS = 100;

    private CpuTime() {}

    static double seconds(long without) {
        return Stream.concat(
                                Stream.of(ProcessHandle.current()),
                                ProcessHandle.current().descendants())
                        .mapToLong(ProcessHandle::pid)
                        .filter(pid -> pid != without)
                        .map(CpuTime::ticks)
                        .sum()
                / TICKS;
    }

    /// User and system time, of children waited for too.
    private static long ticks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException e) {
            return 0;
        }
    }
}
