using Avro;
using KafkaStore.Avro;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// Refuses schemas from strangers that unfold to more than anything can work with. Apache.Avro walks a schema by its paths, and
/// a record that names the one before it twice has 2^n of them after n: 3 KB of text then take hours, with no datum at all.
/// </summary>
internal sealed class SchemaSize
{
    /// <summary>Schemas that one is made of, each as often as it is reached.</summary>
    public const int MaximumParts = 100_000;

    /// <summary>Levels of schemas; values of a recursive one may nest as deep.</summary>
    public const int MaximumDepth = AvroJson.MaximumDepth;

    private readonly HashSet<Schema> path = new(ReferenceEqualityComparer.Instance);
    private int parts;

    private SchemaSize() { }

    /// <summary>Takes at most <see cref="MaximumParts"/> steps.</summary>
    /// <exception cref="SchemaParseException">It is too large.</exception>
    public static void Check(Schema schema) => new SchemaSize().Unfold(schema);

    private void Unfold(Schema schema)
    {
        if (++parts > MaximumParts)
        {
            throw new SchemaParseException(
                $"its types unfold to more than {MaximumParts:N0}, those that are named again counted each time"
            );
        }

        if (schema is FixedSchema { Size: < 0 or > ContainerLimits.MaximumBlockBytes } fixedBytes)
            throw new SchemaParseException($"a value of its type {fixedBytes.Name} would be {fixedBytes.Size} bytes");

        // A record within itself is walked no further, here as there.
        if (!path.Add(schema))
            return;
        if (path.Count > MaximumDepth)
            throw new SchemaParseException($"its types nest deeper than {MaximumDepth} levels");
        foreach (Schema part in SchemaWalk.Parts(schema))
            Unfold(part);
        path.Remove(schema);
    }
}
