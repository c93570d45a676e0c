/// What tokens cost, from a dated snapshot that ships with the program, or as a configuration says.
/// A price that is not known stays unknown; it is never 0, and never guessed from a similar model.
@NullMarked
package dev.promptcards.provider.price;

import org.jspecify.annotations.NullMarked;
