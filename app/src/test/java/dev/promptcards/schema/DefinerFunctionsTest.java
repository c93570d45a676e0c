package dev.promptcards.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestServers;

import org.junit.jupiter.api.Test;

/// Functions that work with their owner's rights, called by a session that means ill.
class DefinerFunctionsTest {

    @Test
    void they_read_our_tables_and_not_what_a_session_puts_before_them() {
        TestServers.jdbi()
                .useTransaction(
                        handle -> {
                            handle.execute(
                                    """
                                    CREATE FUNCTION pg_temp.caught() RETURNS text LANGUAGE plpgsql
                                        AS $$BEGIN RAISE EXCEPTION 'run as %', current_user; END$$
                                    """);
                            handle.execute(
                                    """
                                    CREATE TEMP VIEW workspaces AS
                                        SELECT gen_random_uuid() AS id, pg_temp.caught() AS slug
                                    """);
                            handle.execute("GRANT SELECT ON workspaces TO PUBLIC");

                            assertThat(
                                            handle.createQuery(
                                                            "SELECT"
                                                                + " workspace_id_by_slug('no-such')")
                                                    .mapTo(String.class)
                                                    .findOne())
                                    .isEmpty();
                            handle.rollback();
                        });
    }
}
