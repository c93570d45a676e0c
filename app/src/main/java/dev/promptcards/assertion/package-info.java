/// Grades an output: reads a case's assertions once, judges each, and weighs them into one grade.
/// Never throws for what an author wrote or a model answered, never passes what could not be
/// judged, and never calls a model or a database.
@NullMarked
package dev.promptcards.assertion;

import org.jspecify.annotations.NullMarked;
