package dev.promptcards.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.ScriptScope;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.context.env.PropertySource;
import io.micronaut.inject.BeanDefinitionReference;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The beans of this room as the application wires them, without the rest of it.
public final class ProviderBeans {

    public static final ScriptScope SCOPE = new ScriptScope("test");
    public static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(0, 7));

    private static final JsonMapper JSON = new JsonMapper();
    private static final ApplicationContext LOCAL = start(Map.of("promptcards.embedded", true));

    private ProviderBeans() {}

    /// Of a server that listens on 127.0.0.1 with its embedded database.
    public static Providers providers() {
        return LOCAL.getBean(Providers.class);
    }

    /// Close it.
    public static ApplicationContext start(Map<String, Object> properties) {
        return start(properties, List.of());
    }

    /// @param instead beans in place of the application's
    public static ApplicationContext start(
            Map<String, Object> properties, List<RuntimeBeanDefinition<?>> instead) {
        ApplicationContext context =
                new DefaultApplicationContext() {
                    @Override
                    @SuppressWarnings("rawtypes")
                    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
                        return super.resolveBeanDefinitionReferences().stream()
                                .filter(bean -> belongs(bean.getBeanDefinitionName()))
                                .toList();
                    }
                };
        context.getEnvironment().addPropertySource(PropertySource.of(properties));
        context.registerSingleton(Clock.class, Clock.systemUTC());
        instead.forEach(context::registerBeanDefinition);
        return context.start();
    }

    public static ProviderSpec spec(String id, String config) {
        return new ProviderSpec(id, Optional.empty(), object(config));
    }

    public static ProviderRequest request(String prompt) {
        return new ProviderRequest(Prompt.of(prompt), object("{}"), object("{}"));
    }

    public static Provider ready(Resolved resolved) {
        if (resolved instanceof Resolved.Ready(Provider provider)) {
            return provider;
        }
        throw new AssertionError("not ready: " + resolved);
    }

    public static ObjectNode object(String json) {
        try {
            return json.equals("{}")
                    ? JsonNodeFactory.instance.objectNode()
                    : (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static boolean belongs(String name) {
        return !name.startsWith("dev.promptcards.")
                || name.startsWith("dev.promptcards.provider.")
                || name.startsWith("dev.promptcards.cache.")
                || name.startsWith("dev.promptcards.script.")
                || name.startsWith("dev.promptcards.template.");
    }
}
