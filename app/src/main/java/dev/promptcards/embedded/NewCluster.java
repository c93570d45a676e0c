package dev.promptcards.embedded;

import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Makes an empty PostgreSQL cluster.
///
/// @param prefix what goes before a command so that it does not run as root
/// @param programs the directory of `initdb`
/// @param log where its output goes
record NewCluster(List<String> prefix, Path programs, Path log) {

    /// Makes `cluster`, whole or not at all, with scram passwords for everybody.
    void create(Path cluster, String superuserPassword) throws IOException {
        Path fresh = cluster.resolveSibling(cluster.getFileName() + ".new");
        Path password = cluster.resolveSibling(cluster.getFileName() + ".password");
        PrivateFiles.deleteDirectory(fresh);
        PrivateFiles.write(password, superuserPassword);
        try {
            for (String characters : List.of("C.UTF-8", "en_US.UTF-8", "C")) {
                if (initialised(fresh, password, characters)) {
                    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
                    return;
                }
                PrivateFiles.deleteDirectory(fresh);
            }
        } finally {
            Files.deleteIfExists(password);
        }
        throw new Problem.Unavailable(
                "PostgreSQL cannot be set up in %s: %s"
                        .formatted(cluster, EmbeddedPostgres.lastLines(log)));
    }

    /// Sorting by bytes (C) does not change when the operating system's tables do, which would
    /// break indexes. What is a letter is another matter: systems name that table differently.
    private boolean initialised(Path fresh, Path password, String characters) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + fresh,
                        "--username=" + Credentials.SUPERUSER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--lc-ctype=" + characters,
                        "--no-instructions"));
        return Program.exitCode(Program.start(command, log)) == 0;
    }
}
