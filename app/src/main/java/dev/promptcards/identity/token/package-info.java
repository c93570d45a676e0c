/// Programs somebody signed in: their tokens, given, renewed and taken back. It signs nobody in
/// itself, and keeps no token, only hashes.
@NullMarked
package dev.promptcards.identity.token;

import org.jspecify.annotations.NullMarked;
