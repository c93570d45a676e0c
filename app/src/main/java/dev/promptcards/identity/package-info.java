/// Who calls, and what they may do: people, sessions, keys, workspaces' members, roles,
/// permissions. It knows no card, suite or run, and lets nobody in whom no rule lets in.
@NullMarked
package dev.promptcards.identity;

import org.jspecify.annotations.NullMarked;
