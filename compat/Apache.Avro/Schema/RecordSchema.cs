using System.Text.Json;

namespace Avro;

public class RecordSchema : NamedSchema
{
    // Schemas may contain themselves: a pair that is being compared counts as equal, and as readable.
    [ThreadStatic]
    private static HashSet<(RecordSchema, RecordSchema)> compared;

    private readonly Dictionary<string, Field> byName = [];
    private readonly Dictionary<string, Field> byAlias = [];

    private RecordSchema(Type type, SchemaName name, IList<SchemaName> aliases, PropertyMap props, SchemaNames names)
        : base(type, name, aliases, props, names, name.Documentation)
    {
        if (name.Name is null)
            throw new SchemaParseException("name cannot be null for record schema.");
    }

    public List<Field> Fields { get; set; } = [];

    public int Count => Fields.Count;

    public Field this[string name] => byName.GetValueOrDefault(name);

    public bool Contains(string fieldName) => byName.ContainsKey(fieldName);

    public bool TryGetField(string fieldName, out Field field) => byName.TryGetValue(fieldName, out field);

    /// <summary>The field of that name or with that alias.</summary>
    public bool TryGetFieldAlias(string fieldName, out Field field) => byAlias.TryGetValue(fieldName, out field);

    public IEnumerator<Field> GetEnumerator() => Fields.GetEnumerator();

    public override bool CanRead(Schema writerSchema) =>
        writerSchema is RecordSchema writer && Once(writer, () => Names(writer) && Fields.TrueForAll(field => CanFill(field, writer)));

    public override bool Equals(object obj) => obj == this || (obj is RecordSchema other
        && Once(other, () => SchemaName.Equals(other.SchemaName) && Fields.SequenceEqual(other.Fields) && SameProps(other)));

    public override int GetHashCode() => SchemaName.GetHashCode();

    internal static RecordSchema NewInstance(Type type, JsonElement json, PropertyMap props, SchemaNames names, string encspace)
    {
        if (!json.TryGetProperty("fields", out JsonElement fields))
            throw new SchemaParseException("'fields' cannot be null for record");
        if (fields.ValueKind != JsonValueKind.Array)
            throw new SchemaParseException("'fields' not an array for record");
        SchemaName name = NameOf(json, encspace);
        var record = new RecordSchema(type, name, AliasesOf(json, name), props, names);
        foreach (JsonElement field in fields.EnumerateArray())
            record.Add(new Field(field, record.Fields.Count, names, name.Namespace));
        return record;
    }

    private static bool CanFill(Field field, RecordSchema writer)
    {
        Field source = writer[field.Name] ?? field.Aliases?.Select(alias => writer[alias]).FirstOrDefault(found => found is not null);
        return source is null ? field.Default is not null : field.Schema.CanRead(source.Schema);
    }

    private void Add(Field field)
    {
        Fields.Add(field);
        bool added = byName.TryAdd(field.Name, field);
        foreach (string name in (field.Aliases ?? []).Prepend(field.Name))
        {
            added &= byAlias.TryAdd(name, field);
            if (!added)
                throw new SchemaParseException($"field or alias {name} is a duplicate name");
        }
    }

    private bool Once(RecordSchema other, Func<bool> compare)
    {
        compared ??= new HashSet<(RecordSchema, RecordSchema)>(ByReference.Instance);
        if (!compared.Add((this, other)))
            return true;
        try
        {
            return compare();
        }
        finally
        {
            compared.Remove((this, other));
        }
    }

    private sealed class ByReference : IEqualityComparer<(RecordSchema, RecordSchema)>
    {
        public static readonly ByReference Instance = new();

        public bool Equals((RecordSchema, RecordSchema) x, (RecordSchema, RecordSchema) y) =>
            ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((RecordSchema, RecordSchema) pair) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Item1), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Item2));
    }
}
