/// The way to PostgreSQL: addresses, the connection pool, the mapping of rows, migrations, and the
/// check of the role that serves. It knows no table but Liquibase's own, and runs no statement on
/// behalf of a request.
@NullMarked
package dev.promptcards.database;

import org.jspecify.annotations.NullMarked;
