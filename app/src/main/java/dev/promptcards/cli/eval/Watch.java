package dev.promptcards.cli.eval;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.file.FilesRead;
import dev.promptcards.promptfoo.result.Counted;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/// Runs a configuration again whenever a file it reads has changed, until the process ends or the
/// thread is interrupted. What goes wrong is told, and the next change is waited for.
public final class Watch {

    /// Editors write a file in several steps.
    private static final Duration QUIET = Duration.ofMillis(200);

    private final PrintWriter err;

    public Watch(PrintWriter err) {
        this.err = err;
    }

    /// @param run reads the configuration, runs it and returns the exit code
    /// @return the exit code of the last run
    public int run(IntSupplier run) {
        int code = 0;
        while (true) {
            TreeSet<Path> files = new TreeSet<>();
            try (FolderWatch folders = new FolderWatch()) {
                code = FilesRead.during(files, () -> once(run));
                folders.add(files);
                err.printf("%nWatching %s; Ctrl-C ends it.%n", Counted.of(files.size(), "file"));
                err.flush();
                folders.awaitChange(files, QUIET);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return code;
            } catch (IOException e) {
                throw new CommandFailure("The files cannot be watched: " + e.getMessage(), e);
            }
            err.println("A file has changed.");
            err.flush();
        }
    }

    private int once(IntSupplier run) {
        try {
            return run.getAsInt();
        } catch (CommandFailure | Problem e) {
            err.println(e.getMessage());
            err.flush();
            return 1;
        }
    }
}
