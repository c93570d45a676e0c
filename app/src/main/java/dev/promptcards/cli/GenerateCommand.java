package dev.promptcards.cli;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Sample;
import dev.promptcards.generation.Size;
import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// `promptcards generate`.
@Command(
        name = "generate",
        description = {
            "Fill a database with plausible workspaces, cards, runs and executions, to try the"
                    + " platform on: that of DATABASE_OWNER_URL and DATABASE_URL, else the embedded"
                    + " one of --data, whose server must not run meanwhile.",
            "The same seed, size and last day give the same content. 10 million executions take"
                    + " some 8 GB."
        })
final class GenerateCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--workspaces",
            paramLabel = "N",
            description =
                    "How many workspaces; the largest has 12 %% of everything (default:"
                            + " ${DEFAULT-VALUE}).")
    private int workspaces = 20;

    @Option(names = "--cards", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private int cards = 2000;

    @Option(names = "--executions", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private long executions = 100_000;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Over how many days (default: ${DEFAULT-VALUE}).")
    private int days = 90;

    @Option(names = "--seed", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "The last day, in UTC (default: today).")
    private @Nullable LocalDate until;

    @Option(
            names = "--into-existing",
            description =
                    "Generate though there are workspaces already. Generated workspaces can be"
                            + " archived, and not taken out again.")
    private boolean besides;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        try {
            var size =
                    new Size(
                            workspaces,
                            cards,
                            executions,
                            days,
                            seed,
                            until == null ? LocalDate.now(ZoneOffset.UTC) : until);
            var slugs =
                    Sample.generate(
                            data.directory(),
                            System.getenv(),
                            size,
                            besides,
                            line -> {
                                out.printf(
                                        Locale.ROOT,
                                        "%6.1f s  %s%n",
                                        (System.nanoTime() - begun) / 1e9,
                                        line);
                                out.flush();
                            });
            out.printf("The largest workspace is %s.%n", slugs.getFirst());
            out.flush();
        } catch (Problem e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
