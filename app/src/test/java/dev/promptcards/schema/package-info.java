/// Tests of the schema as a whole, over the catalogue and over the texts it is made of.
/// They know the rules, and no table by name but the tenant's own.
@NullMarked
package dev.promptcards.schema;

import org.jspecify.annotations.NullMarked;
