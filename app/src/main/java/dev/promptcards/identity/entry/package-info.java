/// The ways in for people: set up, sign in, sign out, and what everybody may see and change of
/// themselves. It says the same, after the same time, of a wrong password and of nobody.
@NullMarked
package dev.promptcards.identity.entry;

import org.jspecify.annotations.NullMarked;
