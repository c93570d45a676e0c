/// Stands in for a provider nobody speaks to yet, so that the rest of a run goes on: its column is
/// there, and all of it are errors. Calls nobody and bills nobody.
@NullMarked
package dev.promptcards.provider.unsupported;

import org.jspecify.annotations.NullMarked;
