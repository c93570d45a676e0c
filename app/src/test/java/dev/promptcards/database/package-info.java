/// Tests of the way to PostgreSQL and of the schema itself.
/// They change no database but those of their own.
@NullMarked
package dev.promptcards.database;

import org.jspecify.annotations.NullMarked;
