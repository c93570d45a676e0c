/// How many calls a connection gets: in flight and per minute, over all workers, and fewer when it
/// pushes back. Waits for a turn, never for a retry: the queue does that. Limits never decide what
/// a result means.
@NullMarked
package dev.promptcards.provider.limit;

import org.jspecify.annotations.NullMarked;
