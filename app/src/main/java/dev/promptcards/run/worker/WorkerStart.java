package dev.promptcards.run.worker;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;

/// Starts the worker with the server where the process has that role.
@Singleton
@Requires(property = "database.url")
class WorkerStart implements ApplicationEventListener<ServerStartupEvent> {

    private final Provider<Worker> worker;
    private final String role;
    private final boolean embedded;

    /// @param role `all`, `api`, `worker` or `analytics`
    /// @param embedded whether the database belongs to this process alone
    WorkerStart(
            Provider<Worker> worker,
            @Property(name = "promptcards.role", defaultValue = "all") String role,
            @Property(name = "promptcards.embedded", defaultValue = "false") boolean embedded) {
        this.worker = worker;
        this.role = role;
        this.embedded = embedded;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (role.equals("all") || role.equals("worker")) {
            worker.get().start(embedded);
        }
    }
}
