using System.Text.Json;

namespace Avro;

public abstract class Schema
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 1024 };

    protected Schema(Type type, PropertyMap props)
    {
        Tag = type;
        Props = props;
    }

    public enum Type
    {
        Null,
        Boolean,
        Int,
        Long,
        Float,
        Double,
        Bytes,
        String,
        Record,
        Enumeration,
        Array,
        Map,
        Union,
        Fixed,
        Error,
        Logical,
    }

    public Type Tag { get; }

    public abstract string Name { get; }

    public virtual string Fullname => Name;

    internal PropertyMap Props { get; }

    public static Schema Parse(string json) => Parse(json, new SchemaNames());

    public static Schema Parse(string json, SchemaNames names, string encspace = null)
    {
        if (string.IsNullOrEmpty(json))
            throw new ArgumentNullException(nameof(json), "json cannot be null.");
        json = json.Trim();
        if (PrimitiveSchema.NewInstance(json) is { } primitive)
            return primitive;
        using JsonDocument document = JsonDocument.Parse(json, Lenient);
        if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            throw new JsonException($"Error reading a schema: {json} is neither an object nor an array.");
        return ParseJson(document.RootElement, names, encspace);
    }

    /// <summary>What a bare property of the schema says, as JSON; null without it.</summary>
    public string GetProperty(string key) => Props is not null && Props.TryGetValue(key, out string value) ? value : null;

    public virtual bool CanRead(Schema writerSchema) => Tag == writerSchema.Tag;

    public override string ToString() => Fullname;

    internal static Schema ParseJson(JsonElement json, SchemaNames names, string encspace)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                string name = json.GetString();
                if (PrimitiveSchema.NewInstance(name) is { } primitive)
                    return primitive;
                return names.TryGetValue(name, null, encspace, null, out NamedSchema named)
                    ? named
                    : throw new SchemaParseException($"Undefined name: {name}");
            case JsonValueKind.Array:
                return UnionSchema.NewInstance(json, null, names, encspace);
            case JsonValueKind.Object:
                return ParseObject(json, names, encspace);
            default:
                throw Invalid(json);
        }
    }

    internal bool SameProps(Schema other) => PropertyMap.Same(Props, other.Props);

    private static Schema ParseObject(JsonElement json, SchemaNames names, string encspace)
    {
        if (!json.TryGetProperty("type", out JsonElement type))
            throw new SchemaParseException("Property type is required");
        PropertyMap props = PropertyMap.Of(json);
        bool logical = json.TryGetProperty("logicalType", out _);
        switch (type.ValueKind)
        {
            case JsonValueKind.String when type.ValueEquals("array"):
                return ArraySchema.NewInstance(json, props, names, encspace);
            case JsonValueKind.String when type.ValueEquals("map"):
                return MapSchema.NewInstance(json, props, names, encspace);
            case JsonValueKind.String or JsonValueKind.Object when logical:
                return LogicalSchema.NewInstance(json, props, names, encspace);
            case JsonValueKind.String:
                return (Schema)PrimitiveSchema.NewInstance(type.GetString(), props) ?? NamedSchema.NewInstance(json, props, names, encspace);
            case JsonValueKind.Array:
                return UnionSchema.NewInstance(type, props, names, encspace);
            case JsonValueKind.Object when ParseJson(type, names, encspace) is PrimitiveSchema inner:
                return inner;
            default:
                throw Invalid(json);
        }
    }

    private static AvroTypeException Invalid(JsonElement json) => new($"Invalid JSON for schema: {json.GetRawText()}");
}
