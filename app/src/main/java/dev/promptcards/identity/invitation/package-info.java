/// Invitations: links by which somebody comes into a workspace, once, within a time. Only the hash
/// of a link's token is kept, and a link gives nothing that its maker could not give at that
/// moment.
@NullMarked
package dev.promptcards.identity.invitation;

import org.jspecify.annotations.NullMarked;
