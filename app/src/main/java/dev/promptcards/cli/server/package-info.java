/// The server process of a data directory: found, started, shared by commands, stopped.
/// Knows no subcommand and prints nothing.
@NullMarked
package dev.promptcards.cli.server;

import org.jspecify.annotations.NullMarked;
