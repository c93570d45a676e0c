/// Fills a database with plausible content, for benchmarks and for people who evaluate the
/// platform. Works as the owner of the schema, on a database of its own, and never beside content
/// it was not told about.
@NullMarked
package dev.promptcards.generation;

import org.jspecify.annotations.NullMarked;
