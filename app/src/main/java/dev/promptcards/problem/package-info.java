/// What can go wrong, as types: a few sealed exceptions, one handler, one shape on the wire. A
/// message says what is wrong, where, and what to do. It never holds SQL, a class name, a prompt or
/// a key.
@NullMarked
package dev.promptcards.problem;

import org.jspecify.annotations.NullMarked;
