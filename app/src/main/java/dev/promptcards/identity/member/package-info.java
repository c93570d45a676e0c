/// Members of a workspace: who they are, which role each has, and how that changes. A workspace
/// that has an owner always keeps one, and nobody gives or takes away more than they hold.
@NullMarked
package dev.promptcards.identity.member;

import org.jspecify.annotations.NullMarked;
