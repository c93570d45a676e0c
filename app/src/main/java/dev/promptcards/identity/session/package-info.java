/// Who has signed in and stays so: sessions, their cookie, their revocation. PostgreSQL holds the
/// truth; what is remembered of it elsewhere is believed for five seconds. It checks no password.
@NullMarked
package dev.promptcards.identity.session;

import org.jspecify.annotations.NullMarked;
