package dev.promptcards.queue;

import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

import java.sql.ResultSet;
import java.sql.SQLException;

final class ClaimedItemMapper implements RowMapper<ClaimedItem> {

    @Override
    public ClaimedItem map(ResultSet row, StatementContext context) throws SQLException {
        return new ClaimedItem(
                row.getInt("number"),
                row.getInt("column_number"),
                row.getInt("case_position"),
                row.getInt("repeat_number"),
                row.getInt("fence"),
                row.getInt("tries"),
                row.getInt("sends"),
                row.getBytes("request_hash"),
                row.getBoolean("outcome_lost"),
                row.getBoolean("comparison"));
    }
}
