/// What all tests stand on: real servers, and the rules of the house.
/// Nothing here knows a room's tables or its beans.
@NullMarked
package dev.promptcards;

import org.jspecify.annotations.NullMarked;
