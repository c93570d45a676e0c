/// Passwords: what is asked of one, how it is hashed, and how many are hashed at once. It never
/// stores, shows or logs a password, and takes as long for somebody unknown as for somebody known.
@NullMarked
package dev.promptcards.identity.password;

import org.jspecify.annotations.NullMarked;
