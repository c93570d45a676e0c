/// Judges the kinds that parse SQL: whether it is any, and which tables and columns it touches.
/// Never runs a statement, and never lets parsing take longer than its limit.
@NullMarked
package dev.promptcards.assertion.sql;

import org.jspecify.annotations.NullMarked;
