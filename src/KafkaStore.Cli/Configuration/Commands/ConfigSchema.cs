using System.Text.Json.Nodes;
using KafkaStore.Archiving;

namespace KafkaStore.Cli.Configuration.Commands;

/// <summary>The JSON schema of the configuration file, made of the table of keys.</summary>
internal static class ConfigSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text { get; } = Make().ToJsonString(Indented);

    private static JsonObject Make()
    {
        JsonObject root = Section("kafka-store", "Configuration of kafka-store.");
        root.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        foreach (ConfigKey key in ConfigKeys.All)
        {
            JsonObject section = root;
            string[] path = key.Path.Split('.');
            foreach (string name in path[..^1])
            {
                var properties = (JsonObject)section["properties"]!;
                if (properties[name] is not JsonObject inner)
                    properties[name] = inner = Section(name, null);
                section = inner;
            }

            ((JsonObject)section["properties"]!)[path[^1]] = OfKey(key);
        }

        return root;
    }

    private static JsonObject Section(string title, string? description)
    {
        var section = new JsonObject
        {
            ["title"] = title,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(),
        };
        if (description is not null)
            section["description"] = description;
        return section;
    }

    private static JsonObject OfKey(ConfigKey key)
    {
        JsonObject schema = key.Shape switch
        {
            ConfigShape.Flag => new JsonObject { ["type"] = "boolean" },
            ConfigShape.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Scalar() },
            ConfigShape.List => new JsonObject { ["anyOf"] = new JsonArray(Scalar(), ListOf(Scalar())) },
            ConfigShape.Topics => new JsonObject
            {
                ["anyOf"] = new JsonArray(Scalar(), ListOf(new JsonObject { ["anyOf"] = new JsonArray(Scalar(), Topic()) })),
            },
            _ => Scalar(),
        };
        schema["description"] = ConfigMeaning.Of(key);
        return schema;
    }

    private static JsonObject Topic()
    {
        JsonObject topic = Section("topic", "A topic or pattern with a policy of its own.");
        var properties = (JsonObject)topic["properties"]!;
        properties["name"] = Scalar();
        foreach (string key in PolicyKey.All)
            properties[key] = Scalar();
        topic["required"] = new JsonArray("name");
        return topic;
    }

    private static JsonObject ListOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number") };
}
