package dev.promptcards.identity.entry;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.People;
import dev.promptcards.identity.PersonEntries;
import dev.promptcards.identity.member.MemberEntries;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.identity.role.BuiltInRole;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.Sessions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;
import dev.promptcards.tenancy.Workspaces;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Makes the first person, by a link that works once: whoever started the server reads it there. No
/// installation has a password nobody chose.
@Singleton
public class SetUp {

    private static final int TOKEN_BYTES = 32;
    private static final String WORKSPACE = "default";
    private static final String OWNER = BuiltInRole.OWNER.word();

    private final WorkspaceTransactions transactions;
    private final Workspaces workspaces;
    private final People people;
    private final Passwords passwords;
    private final Sessions sessions;
    private final MemberRepository members;
    private final Audit audit;

    SetUp(
            WorkspaceTransactions transactions,
            Workspaces workspaces,
            People people,
            Passwords passwords,
            Sessions sessions,
            MemberRepository members,
            Audit audit) {
        this.transactions = transactions;
        this.workspaces = workspaces;
        this.people = people;
        this.passwords = passwords;
        this.sessions = sessions;
        this.members = members;
        this.audit = audit;
    }

    /// The token of a new link, good for 24 hours; the one before is good no more. Empty where
    /// there is somebody already.
    public Optional<String> newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return transactions.outsideWorkspaces(
                handle -> {
                    if (People.isAnybodyThere(handle)) {
                        return Optional.empty();
                    }
                    handle.createUpdate(
                                    """
                                    INSERT INTO set_up_links (token_hash, expires_at)
                                    VALUES (:hash, now() + interval '24 hours')
                                    ON CONFLICT (one) DO UPDATE
                                       SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
                                    """)
                            .bind("hash", hash(token))
                            .execute();
                    return Optional.of(token);
                });
    }

    /// Whether a link still works.
    public boolean isGood(String token) {
        return transactions.outsideWorkspaces(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT count(*) > 0 FROM set_up_links
                                         WHERE token_hash = :hash AND expires_at > now() AND any_person() IS NULL
                                        """)
                                .bind("hash", hash(token))
                                .mapTo(Boolean.class)
                                .one());
    }

    /// Makes the person who runs the installation and owns its first workspace, and signs them in.
    /// Of two who come at once with the link one is let through.
    ///
    /// @throws Problem.Forbidden when the link was used, replaced, or is too old
    public SessionToken setUp(
            String token,
            String email,
            String displayName,
            String password,
            Optional<Actor.Origin> origin) {
        if (!isGood(token)) {
            throw spent();
        }
        var hashed = passwords.hash("password", password);
        var workspace = workspaces.idOf(WORKSPACE).orElseThrow();
        var details = PersonEntries.details(email.strip(), displayName.strip());
        return transactions.inWorkspace(
                workspace,
                handle -> {
                    if (!redeem(handle, token)) {
                        throw spent();
                    }
                    var user = people.create(handle, email, displayName, true);
                    passwords.store(handle, user, hashed);
                    members.insert(handle, workspace, user, OWNER, "system");
                    record(handle, workspace, Actor.person(user, origin), user, details);
                    return sessions.open(handle, user, origin);
                });
    }

    /// The transaction is bound to the installation afterwards.
    private void record(
            Handle handle, WorkspaceId workspace, Actor actor, UserId user, JsonNode details) {
        audit.record(handle, workspace, actor, List.of(MemberEntries.added(user, OWNER)));
        WorkspaceTransactions.turnTo(handle, WorkspaceId.INSTALLATION);
        audit.record(
                handle,
                WorkspaceId.INSTALLATION,
                actor,
                List.of(PersonEntries.created(user, true, details)));
    }

    /// The deleted row is what two who race wait for each other at.
    private static boolean redeem(Handle handle, String token) {
        int deleted =
                handle.createUpdate(
                                """
                                DELETE FROM set_up_links
                                 WHERE token_hash = :hash AND expires_at > now()
                                """)
                        .bind("hash", hash(token))
                        .execute();
        return deleted == 1 && !People.isAnybodyThere(handle);
    }

    private static Problem spent() {
        return new Problem.Forbidden(
                "This link was used, replaced, or is older than 24 hours. Where nobody is set up"
                        + " yet, restart the server: it prints a new one.");
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
