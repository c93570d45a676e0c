/// The `promptcards` command: one class a subcommand, and the options they share.
/// Commands talk HTTP to a server, as any client does. None reads a table or calls a service.
@NullMarked
package dev.promptcards.cli;

import org.jspecify.annotations.NullMarked;
