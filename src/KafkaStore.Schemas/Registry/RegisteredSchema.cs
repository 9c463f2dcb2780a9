namespace KafkaStore.Schemas.Registry;

/// <summary>A schema as its registry tells it.</summary>
/// <param name="SchemaType"><c>AVRO</c>, <c>JSON</c> or <c>PROTOBUF</c>.</param>
/// <param name="References">Other schemas that the text names; never null.</param>
public sealed record RegisteredSchema(string SchemaType, string Schema, IReadOnlyList<SchemaReference> References)
{
    public const string Avro = "AVRO";

    /// <summary>Null where the question was by id.</summary>
    public int? Id { get; init; }
}

/// <summary>A schema that another one names.</summary>
/// <param name="Name">What the text calls it: a type's full name in Avro.</param>
/// <param name="Subject">Where the registry has it.</param>
/// <param name="Version">Of the subject, from 1 on.</param>
public sealed record SchemaReference(string Name, string Subject, int Version);
