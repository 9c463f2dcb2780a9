using System.Reflection;
using System.Text.Json.Nodes;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>The list of keys is the program's own, and what each of them does is seen by a test.</summary>
public sealed class EveryKeyTests
{
    [Fact]
    public async Task ThereIsATestThatObservesEachKeyInARun()
    {
        string schema = (await KafkaStoreProcess.RunAsync("config", "schema")).Succeed();
        string[] keys = [.. KeysOf(JsonNode.Parse(schema)!["properties"]!.AsObject(), "").Order(StringComparer.Ordinal)];
        Assert.True(keys.Length > 35, $"only {keys.Length} keys are found in the schema");

        IEnumerable<string> observed = typeof(EveryKeyTests)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttribute<ObservesAttribute>()?.Keys ?? [])
            .Order(StringComparer.Ordinal);
        Assert.Equal(keys, observed);
    }

    // A section has keys of its own; a map of free names, such as properties, has none.
    private static IEnumerable<string> KeysOf(JsonObject properties, string before) =>
        properties.SelectMany(property =>
            property.Value is JsonObject { } section && section["properties"] is JsonObject inner
                ? KeysOf(inner, $"{before}{property.Key}.")
                : [before + property.Key]
        );
}
