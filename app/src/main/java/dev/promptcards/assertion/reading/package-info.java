/// From a written assertion, its value rendered, to a record of its kind: the names and the values
/// each kind takes. Never throws for what an author wrote, and never lets through a value its kind
/// cannot be judged by.
@NullMarked
package dev.promptcards.assertion.reading;

import org.jspecify.annotations.NullMarked;
