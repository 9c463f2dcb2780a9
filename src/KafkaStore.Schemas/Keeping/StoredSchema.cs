using System.Text.Encodings.Web;

namespace KafkaStore.Schemas.Keeping;

/// <summary>A schema as it lies in the archive: a JSON document.</summary>
/// <param name="Id">The registry's, by which framed keys and values name it.</param>
/// <param name="SchemaType"><c>AVRO</c>, <c>JSON</c> or <c>PROTOBUF</c>.</param>
/// <param name="References">What the text names; stored too, each under its id.</param>
public sealed record StoredSchema(int Id, string SchemaType, string Schema, IReadOnlyList<StoredReference> References)
{
    /// <summary>Of the schemas that one names, and those they name, each once.</summary>
    public const int MaximumReferences = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal ObjectContent ToContent() => ObjectContent.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <summary>Null where it is not a schema of that id.</summary>
    internal static StoredSchema? Parse(ReadOnlySpan<byte> json, int id)
    {
        try
        {
            StoredSchema? schema = JsonSerializer.Deserialize<StoredSchema>(json, Json);
            return schema is { Schema: not null, SchemaType: not null } && schema.Id == id
                ? schema with
                {
                    References = schema.References ?? [],
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A schema that another one names.</summary>
/// <param name="Name">What the text calls it.</param>
/// <param name="Subject">Where the registry had it.</param>
/// <param name="Version">Of the subject.</param>
/// <param name="Id">Where it is stored; null when the registry had it no more.</param>
public sealed record StoredReference(string Name, string Subject, int Version, int? Id);
