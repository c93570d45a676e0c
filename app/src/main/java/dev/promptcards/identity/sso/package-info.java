/// Single sign-on: people prove who they are to an OpenID provider, and are given a session of
/// ours. The protocol is Micronaut Security's, in its exchange with the provider and nowhere else:
/// no token of a provider lets anybody in here, and none is kept or logged.
@NullMarked
package dev.promptcards.identity.sso;

import org.jspecify.annotations.NullMarked;
