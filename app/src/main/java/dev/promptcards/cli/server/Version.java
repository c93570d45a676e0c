package dev.promptcards.cli.server;

/// The version of this build.
public final class Version {

    private Version() {}

    /// As the jar's manifest tells it; `development` when run from classes.
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
