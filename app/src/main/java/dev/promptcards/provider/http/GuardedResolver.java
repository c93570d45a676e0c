package dev.promptcards.provider.http;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Resolves host names for the client of [ProviderHttp] and hands it no address the policy refuses.
/// What it returns is what is connected to.
@Singleton
@Named(GuardedResolver.NAME)
final class GuardedResolver extends AddressResolverGroup<InetSocketAddress> {

    static final String NAME = "provider";

    /// The policy refuses every address a host has.
    static final class Refused extends ConnectException {
        Refused(String message) {
            super(message);
        }
    }

    private final AddressPolicy policy;
    private final HostNames names;

    GuardedResolver(AddressPolicy policy, HostNames names) {
        this.policy = policy;
        this.names = names;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor);
    }

    private List<InetSocketAddress> addresses(InetSocketAddress wanted) throws IOException {
        String host = wanted.getHostString();
        List<InetSocketAddress> allowed = new ArrayList<>();
        String refusal = host + " has no address";
        for (InetAddress address : names.addresses(host)) {
            var refused = policy.refusal(host, address, wanted.getPort());
            if (refused.isPresent()) {
                refusal = refused.get();
            } else {
                allowed.add(new InetSocketAddress(address, wanted.getPort()));
            }
        }
        if (allowed.isEmpty()) {
            throw new Refused(refusal);
        }
        return allowed;
    }

    private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

        Resolver(EventExecutor executor) {
            super(executor, InetSocketAddress.class);
        }

        /// Never: an address that came as digits has to pass the policy too.
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress wanted, Promise<InetSocketAddress> promise) {
            complete(wanted, promise, List::getFirst);
        }

        @Override
        protected void doResolveAll(
                InetSocketAddress wanted, Promise<List<InetSocketAddress>> promise) {
            complete(wanted, promise, Function.identity());
        }

        /// Not on the event loop: a slow name server would hold up every call on it.
        private <T> void complete(
                InetSocketAddress wanted,
                Promise<T> promise,
                Function<List<InetSocketAddress>, T> choice) {
            Thread.startVirtualThread(
                    () -> {
                        try {
                            promise.trySuccess(choice.apply(addresses(wanted)));
                        } catch (IOException | RuntimeException e) {
                            promise.tryFailure(e);
                        }
                    });
        }
    }
}
