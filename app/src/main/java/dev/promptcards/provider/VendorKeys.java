package dev.promptcards.provider;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A vendor of models, and how the variables are called that hold its keys and addresses.
///
/// @param name as connections have it: `openai`
/// @param variables what their names begin with: `OPENAI`
public record VendorKeys(String name, List<String> variables) {

    private static final Pattern ENDING = Pattern.compile(".*_(KEY|TOKEN|URL|HOST|BASE)");

    /// The vendors of an adapter. Who goes by several names is known by the first of them.
    static Stream<VendorKeys> of(Map<String, List<String>> vendors) {
        Set<List<String>> known = new HashSet<>();
        return vendors.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(named -> known.add(named.getValue()))
                .map(named -> new VendorKeys(named.getKey(), named.getValue()));
    }

    /// The vendor of that name, or the only one there is: its adapter knows more names for it.
    static Optional<VendorKeys> named(String prefix, Map<String, List<String>> vendors) {
        List<String> variables = vendors.get(prefix);
        return of(vendors)
                .filter(one -> vendors.size() == 1 || one.variables().equals(variables))
                .findFirst();
    }

    /// Whether a variable of that name holds its key or its address.
    public boolean owns(String variable) {
        return ENDING.matcher(variable).matches()
                && variables.stream().anyMatch(prefix -> variable.startsWith(prefix + "_"));
    }

    /// Whether somebody has brought a key or an address of its own.
    public boolean isBrought(Map<String, String> values) {
        return values.entrySet().stream()
                .anyMatch(value -> owns(value.getKey()) && !value.getValue().isBlank());
    }
}
