/// The people of the installation as who runs it sees them: shown, shut out, given what is held
/// about them, erased. It lets nobody in, and gives no secret and no hash of one away.
@NullMarked
package dev.promptcards.identity.person;

import org.jspecify.annotations.NullMarked;
