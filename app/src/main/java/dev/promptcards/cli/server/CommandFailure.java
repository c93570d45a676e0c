package dev.promptcards.cli.server;

/// Why a command cannot do what it was asked to, in words for the person who asked: what is wrong,
/// and the remedy. The command ends with code 1.
public class CommandFailure extends RuntimeException {

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
