/// The life of a workspace: made, renamed, archived, brought back, and who sees which. It knows
/// nothing of what is in one; who does says so through `ArchiveObjection`.
@NullMarked
package dev.promptcards.identity.workspace;

import org.jspecify.annotations.NullMarked;
