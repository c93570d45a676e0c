package dev.promptcards.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The changesets of this build, read without Liquibase, whose start alone costs a second.
///
/// @param changeSets `author:id`, in order
/// @param fingerprint SHA-256 over names and texts
record Changelog(Set<String> changeSets, String fingerprint) {

    static final String RESOURCE = "db/changelog.yml";

    private static final String CHANGES = "db/changes/";
    private static final Pattern CHANGE_SET =
            Pattern.compile("(?m)^--\\s*changeset\\s+(\\S+:\\S+)");

    static Changelog read() {
        Set<String> changeSets = new LinkedHashSet<>();
        MessageDigest digest = sha256();
        Stream.concat(Stream.of(RESOURCE), changes().stream().sorted())
                .forEach(
                        name -> {
                            String text = text(name);
                            digest.update(
                                    (name + '\0' + text + '\0').getBytes(StandardCharsets.UTF_8));
                            Matcher header = CHANGE_SET.matcher(text);
                            while (header.find()) {
                                changeSets.add(header.group(1));
                            }
                        });
        return new Changelog(changeSets, HexFormat.of().formatHex(digest.digest()));
    }

    private static List<String> changes() {
        URL changelog = resource(RESOURCE);
        try {
            if (changelog.openConnection() instanceof JarURLConnection jar) {
                try (Stream<String> names =
                        jar.getJarFile().stream().map(entry -> entry.getName())) {
                    return names.filter(Changelog::isChange).toList();
                }
            }
            Path folder = Path.of(changelog.toURI()).resolveSibling("changes");
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> CHANGES + file.getFileName())
                        .filter(Changelog::isChange)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + CHANGES, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not a path: " + changelog, e);
        }
    }

    private static boolean isChange(String name) {
        return name.startsWith(CHANGES) && name.endsWith(".sql");
    }

    private static String text(String name) {
        try (InputStream in = resource(name).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(Changelog.class.getClassLoader().getResource(name), name);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
