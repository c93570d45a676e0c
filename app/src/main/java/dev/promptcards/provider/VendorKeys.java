package dev.promptcards.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A vendor of models, and how the variables are called that hold its keys and addresses.
///
/// @param name as connections have it: `openai`
/// @param variables what their names begin with: `OPENAI`
public record VendorKeys(String name, List<String> variables) {

    private static final Pattern ENDING = Pattern.compile(".*_(KEY|TOKEN|URL|HOST|BASE)");

    /// The vendor of that name, or the only one there is: an adapter may go by several names.
    static Optional<VendorKeys> named(String prefix, Map<String, List<String>> vendors) {
        return vendors.entrySet().stream()
                .filter(vendor -> vendor.getKey().equals(prefix) || vendors.size() == 1)
                .map(vendor -> new VendorKeys(vendor.getKey(), vendor.getValue()))
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
