/// Roles: named sets of permissions, the five built-in ones and those a workspace made for itself.
/// Nobody makes one that holds more than they hold themselves, and none is deleted while in use.
@NullMarked
package dev.promptcards.identity.role;

import org.jspecify.annotations.NullMarked;
