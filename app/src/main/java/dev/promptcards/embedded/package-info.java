/// PostgreSQL and Redis for a machine that has none: unpacked from jars, durable, kept in one data
/// directory, found again after a kill.
/// Knows nothing of the application, and only `cli` knows of it. Never listens beyond 127.0.0.1.
@NullMarked
package dev.promptcards.embedded;

import org.jspecify.annotations.NullMarked;
