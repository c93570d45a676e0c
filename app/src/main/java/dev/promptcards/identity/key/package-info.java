/// API keys: made, listed, revoked, recognised. It never shows a key a second time, and gives none
/// more than its maker holds.
@NullMarked
package dev.promptcards.identity.key;

import org.jspecify.annotations.NullMarked;
