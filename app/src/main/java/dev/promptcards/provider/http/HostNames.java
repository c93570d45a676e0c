package dev.promptcards.provider.http;

import jakarta.inject.Singleton;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who says at which addresses a host is: the name service of this machine. Asked once for every
/// connection.
@Singleton
class HostNames {

    InetAddress[] addresses(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }
}
