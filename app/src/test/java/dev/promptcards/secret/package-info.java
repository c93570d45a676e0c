/// Tests of sealing and of where the key comes from.
/// They write to directories of their own only.
@NullMarked
package dev.promptcards.secret;

import org.jspecify.annotations.NullMarked;
