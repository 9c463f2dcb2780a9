using System.Text.Encodings.Web;
using System.Text.Json;

namespace Avro;

/// <summary>What a schema says beside what Avro defines, as JSON.</summary>
public class PropertyMap : Dictionary<string, string>
{
    private static readonly HashSet<string> Reserved =
        ["type", "name", "namespace", "fields", "items", "size", "symbols", "values", "aliases", "order", "doc", "default", "logicalType"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null where there is nothing.</summary>
    internal static PropertyMap Of(JsonElement json)
    {
        PropertyMap map = null;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!Reserved.Contains(property.Name))
                (map ??= []).TryAdd(property.Name, JsonSerializer.Serialize(property.Value, Plain));
        }

        return map;
    }

    internal static bool Same(PropertyMap one, PropertyMap other) => one is null
        ? other is null
        : other is not null && one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out string value) && value == entry.Value);
}
