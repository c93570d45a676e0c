package dev.promptcards.cli;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Version;
import dev.promptcards.problem.Problem;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TraceLevel;

/// The `promptcards` command.
@Command(
        name = "promptcards",
        description = "Tests prompts for language models.",
        mixinStandardHelpOptions = true,
        versionProvider = PromptCards.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = "%n`promptcards COMMAND --help` tells more.",
        subcommands = {
            ServeCommand.class,
            MigrateCommand.class,
            GenerateCommand.class,
            DemoCommand.class,
            EvalCommand.class,
            RunCommand.class,
            WaitCommand.class,
            ResumeCommand.class,
            RetryCommand.class,
            ConnectionCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            KeyCommand.class,
            LimitsCommand.class,
            ReportCommand.class,
            OperationsCommand.class,
            StatusCommand.class,
            StopCommand.class,
            WorkspaceCommand.class,
            CardsCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            AuditCommand.class,
            PersonCommand.class,
            RollUpsCommand.class,
            WarmUpCommand.class,
        })
public final class PromptCards implements Runnable, IVersionProvider {

    private static final int FAILED = 1;

    PromptCards() {}

    static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /// Runs a command line and returns its exit code.
    static int run(String... arguments) {
        // Read by logback.xml: commands are quiet, a server talks.
        boolean serves = arguments.length > 0 && arguments[0].equals("serve");
        System.setProperty("promptcards.log", serves ? "info" : "error");
        System.setProperty("promptcards.log.libraries", serves ? "warn" : "error");
        // A value with a single quotation mark in it is taken as it stands; picocli would wonder
        // aloud.
        CommandLine.tracer().setLevel(TraceLevel.OFF);
        return new CommandLine(new PromptCards())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(PromptCards::misused)
                .setExecutionExceptionHandler(PromptCards::failed)
                .execute(arguments);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Prompt Cards " + Version.current()};
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .printf(
                        "%s%nTry `%s --help`.%n",
                        e.getMessage(), command.getCommandSpec().qualifiedName());
        return FAILED;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CommandFailure || e instanceof Problem) {
            command.getErr().println(e.getMessage());
        } else {
            command.getErr().println("This is a fault of Prompt Cards; please report it:");
            e.printStackTrace(command.getErr());
        }
        return FAILED;
    }
}
