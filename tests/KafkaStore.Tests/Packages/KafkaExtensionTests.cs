using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace KafkaStore.Tests.Packages;

/// <summary>The Kafka extension that this build uses, the package or the project in its place, has nothing that the package's listing lacks.</summary>
public sealed class KafkaExtensionTests
{
    private static readonly string[] Listing = Lines(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Packages", "KafkaExtension.txt"))
    );

    [Fact]
    public void HasNothingThatTheRealPackageHasNot() => Assert.Empty(Surface(typeof(KafkaRecord).Assembly).Except(Listing));

    [Fact]
    public void HasAllOfTheTypesThatTheAppUses()
    {
        Type[] whole =
        [
            typeof(KafkaRecord),
            typeof(KafkaHeader),
            typeof(KafkaTimestamp),
            typeof(KafkaTriggerAttribute),
            typeof(BrokerProtocol),
            typeof(BrokerAuthenticationMode),
        ];
        string[] ours = [.. Surface(typeof(KafkaRecord).Assembly)];
        Assert.Empty(Listing.Where(line => whole.Any(type => line.StartsWith(type.Name + ": "))).Except(ours));
    }

    // Without it the SDK refuses a retry attribute on a function with this trigger (AZFW0012).
    [Fact]
    public void TriggerTakesARetryAtTheFunction() =>
        Assert.Contains(
            typeof(KafkaTriggerAttribute).GetCustomAttributesData(),
            attribute =>
                attribute.AttributeType == typeof(BindingCapabilitiesAttribute)
                && attribute.ConstructorArguments[0].Value is IReadOnlyCollection<CustomAttributeTypedArgument> capabilities
                && capabilities.Any(capability => Equals(capability.Value, KnownBindingCapabilities.FunctionLevelRetry))
        );

    // Each member behind the name of its type, as in "KafkaRecord: string Topic { get; set; }".
    private static string[] Lines(IEnumerable<string> listing)
    {
        string type = "";
        var lines = new List<string>();
        foreach (string line in listing)
        {
            if (line.StartsWith("    "))
                lines.Add($"{type}: {line.Trim()}");
            else if (line.StartsWith("  "))
                lines.Add($"type {type = line.Split(':')[0].Trim().Split(' ')[^1]}");
        }

        return [.. lines];
    }

    private static IEnumerable<string> Surface(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(type => Members(type).Prepend($"type {type.Name}"));

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}")
            : type.GetConstructors(Own)
                .Select(made => $"ctor({string.Join(", ", made.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}"))})")
                .Concat(type.GetProperties(Own).Select(Property))
                .Concat(
                    type.GetMethods(Own)
                        .Where(method => !method.IsSpecialName)
                        .Select(method => $"{Name(method.ReturnType)} {method.Name}()")
                )
                .Concat(type.GetFields(Own).Select(field => $"{Name(field.FieldType)} {field.Name}"));
        return members.Select(member => $"{type.Name}: {member}");
    }

    private static string Property(PropertyInfo property) =>
        $"{Name(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod is { IsPublic: true } ? "set; " : "")}}}";

    private static string Name(Type type) =>
        type switch
        {
            { IsArray: true } => Name(type.GetElementType()!) + "[]",
            _ when type == typeof(string) => "string",
            _ when type == typeof(int) => "int",
            _ when type == typeof(long) => "long",
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(byte) => "byte",
            _ => type.Name,
        };
}
