package dev.promptcards.provider.http;

import dev.promptcards.provider.http.Reply.NotSent;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;

/// Puts what the client throws into words, and tells what will pass from what will not.
final class Failures {

    private Failures() {}

    static NotSent notSent(URI uri, Throwable thrown) {
        String where = uri.getScheme() + "://" + uri.getRawAuthority();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case GuardedResolver.Refused refused -> {
                    return new NotSent(true, lastWords(refused));
                }
                case UnknownHostException _ -> {
                    return new NotSent(false, "The host " + uri.getHost() + " is not known");
                }
                case CertificateException certificate -> {
                    return new NotSent(
                            true,
                            "The certificate of %s does not hold: %s"
                                    .formatted(where, lastWords(certificate)));
                }
                case SslHandshakeTimeoutException _ -> {
                    return new NotSent(false, where + " did not finish the TLS handshake");
                }
                case SSLException tls when tls.getCause() == null -> {
                    return new NotSent(
                            true, "No TLS connection to %s: %s".formatted(where, tls.getMessage()));
                }
                case ConnectTimeoutException _ -> {
                    return new NotSent(
                            false,
                            "%s did not take the connection within %d s"
                                    .formatted(where, ClientSettings.CONNECT_TIMEOUT.toSeconds()));
                }
                case ConnectException _ -> {
                    return new NotSent(false, where + " refused the connection");
                }
                default -> {}
            }
        }
        return new NotSent(false, "No connection to %s: %s".formatted(where, lastWords(thrown)));
    }

    static String broken(Throwable thrown) {
        return lastWords(thrown);
    }

    private static String lastWords(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
