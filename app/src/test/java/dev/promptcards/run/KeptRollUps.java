package dev.promptcards.run;

import org.jdbi.v3.core.Jdbi;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The roll-ups a workspace has, beside those made anew from its executions.
final class KeptRollUps {

    private KeptRollUps() {}

    /// The rows only one of both has. Made in a transaction of the owner's that is taken back.
    static List<Map<String, Object>> differing(Jdbi owner, UUID workspace) {
        return owner.inTransaction(
                handle -> {
                    handle.execute("SELECT bind_workspace(?)", workspace);
                    handle.execute("CREATE TEMP TABLE kept AS TABLE execution_rollups");
                    handle.execute("SELECT rebuild_rollups(?, NULL, NULL)", workspace);
                    var differing =
                            handle.createQuery(
                                            """
                                            (SELECT 'kept', k::text FROM
                                               (TABLE kept EXCEPT TABLE execution_rollups) k)
                                            UNION ALL
                                            (SELECT 'rebuilt', r::text FROM
                                               (TABLE execution_rollups EXCEPT TABLE kept) r)
                                            """)
                                    .mapToMap()
                                    .list();
                    handle.rollback();
                    return differing;
                });
    }
}
