namespace Avro;

/// <summary>The named schemas met so far.</summary>
public class SchemaNames
{
    public IDictionary<SchemaName, NamedSchema> Names { get; } = new Dictionary<SchemaName, NamedSchema>();

    /// <summary>False where the name is taken.</summary>
    public bool Add(SchemaName name, NamedSchema schema) => Names.TryAdd(name, schema);

    public bool TryGetValue(string name, string space, string encspace, string documentation, out NamedSchema schema) =>
        Names.TryGetValue(new SchemaName(name, space, encspace, documentation), out schema);
}
