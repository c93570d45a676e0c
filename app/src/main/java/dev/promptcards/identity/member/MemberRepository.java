package dev.promptcards.identity.member;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The statements on `workspace_members`, and on the `users` they name.
@Singleton
public class MemberRepository {

    private record Row(UserId userId, String role, String addedBy, Instant addedAt) {}

    private record Person(UserId id, String displayName, String email, boolean disabled) {}

    /// First comers first. Binds the transaction to the people of the page.
    List<Member> page(Handle handle, WorkspaceId workspace, PageRequest page) {
        var after = page.after().map(Place::of);
        return named(
                handle,
                handle.createQuery(
                                """
                                SELECT user_id, role, added_by, added_at FROM workspace_members
                                 WHERE workspace_id = :workspaceId
                                   AND (:addedAt::timestamptz IS NULL
                                        OR (added_at, user_id) > (:addedAt::timestamptz, :userId::uuid))
                                 ORDER BY added_at, user_id
                                 LIMIT :rows
                                """)
                        .bind("workspaceId", workspace)
                        .bind("addedAt", after.map(Place::addedAt).orElse(null))
                        .bind("userId", after.map(Place::user).orElse(null))
                        .bind("rows", page.rowsToRead())
                        .mapTo(Row.class)
                        .list());
    }

    /// One member, with name and address. Binds the transaction to that person.
    Optional<Member> find(Handle handle, WorkspaceId workspace, UserId user) {
        return named(
                        handle,
                        handle.createQuery(
                                        """
                                        SELECT user_id, role, added_by, added_at FROM workspace_members
                                         WHERE workspace_id = :workspaceId AND user_id = :userId
                                        """)
                                .bind("workspaceId", workspace)
                                .bind("userId", user)
                                .mapTo(Row.class)
                                .list())
                .stream()
                .findFirst();
    }

    /// The role somebody has; empty for who is no member.
    public Optional<String> role(Handle handle, WorkspaceId workspace, UserId user) {
        return handle.createQuery(
                        """
                        SELECT role FROM workspace_members
                         WHERE workspace_id = :workspaceId AND user_id = :userId
                        """)
                .bind("workspaceId", workspace)
                .bind("userId", user)
                .mapTo(String.class)
                .findOne();
    }

    /// Makes somebody a member; false where they are one already.
    ///
    /// @param by who lets them in, as histories name people
    public boolean insert(
            Handle handle, WorkspaceId workspace, UserId user, String role, String by) {
        return handle.createUpdate(
                                """
                                INSERT INTO workspace_members (workspace_id, user_id, role, added_by)
                                VALUES (:workspaceId, :userId, :role, :by)
                                    ON CONFLICT (workspace_id, user_id) DO NOTHING
                                """)
                        .bind("workspaceId", workspace)
                        .bind("userId", user)
                        .bind("role", role)
                        .bind("by", by)
                        .execute()
                == 1;
    }

    void changeRole(Handle handle, WorkspaceId workspace, UserId user, String role) {
        handle.createUpdate(
                        """
                        UPDATE workspace_members SET role = :role
                         WHERE workspace_id = :workspaceId AND user_id = :userId
                        """)
                .bind("workspaceId", workspace)
                .bind("userId", user)
                .bind("role", role)
                .execute();
    }

    void delete(Handle handle, WorkspaceId workspace, UserId user) {
        handle.createUpdate(
                        """
                        DELETE FROM workspace_members
                         WHERE workspace_id = :workspaceId AND user_id = :userId
                        """)
                .bind("workspaceId", workspace)
                .bind("userId", user)
                .execute();
    }

    /// Whether somebody besides `user` is an owner and not shut out. Binds the transaction to the
    /// owners.
    public boolean hasOwnerBesides(Handle handle, WorkspaceId workspace, UserId user) {
        var owners =
                handle.createQuery(
                                """
                                SELECT user_id FROM workspace_members
                                 WHERE workspace_id = :workspaceId AND role = 'owner'
                                   AND user_id <> :userId
                                """)
                        .bind("workspaceId", workspace)
                        .bind("userId", user)
                        .mapTo(UserId.class)
                        .list();
        return people(handle, owners).values().stream().anyMatch(owner -> !owner.disabled());
    }

    private static List<Member> named(Handle handle, List<Row> rows) {
        var people = people(handle, rows.stream().map(Row::userId).toList());
        return rows.stream()
                .flatMap(
                        row ->
                                Stream.ofNullable(people.get(row.userId()))
                                        .map(person -> member(row, person)))
                .toList();
    }

    private static Member member(Row row, Person person) {
        return new Member(
                row.userId(),
                person.displayName(),
                person.email(),
                person.disabled(),
                row.role(),
                row.addedBy(),
                row.addedAt());
    }

    private static Map<UserId, Person> people(Handle handle, List<UserId> ids) {
        WorkspaceTransactions.bindPeople(handle, ids);
        return handle
                .createQuery(
                        """
                        SELECT id, display_name, email, disabled_at IS NOT NULL AS disabled
                          FROM users WHERE id = ANY (:people)
                        """)
                .bindArray("people", UserId.class, ids)
                .mapTo(Person.class)
                .stream()
                .collect(Collectors.toMap(Person::id, Function.identity()));
    }

    /// Where a page of members ended.
    record Place(Instant addedAt, UUID user) {

        static Place of(Cursor cursor) {
            try {
                return new Place(
                        Instant.parse(cursor.key().get(0)), UUID.fromString(cursor.key().get(1)));
            } catch (DateTimeParseException | IllegalArgumentException _) {
                throw Cursor.broken();
            }
        }

        static List<String> key(Member member) {
            return List.of(member.addedAt().toString(), member.user().toString());
        }
    }
}
