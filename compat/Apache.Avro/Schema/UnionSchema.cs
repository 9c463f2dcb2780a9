using System.Text.Json;

namespace Avro;

public class UnionSchema : UnnamedSchema
{
    private UnionSchema(List<Schema> schemas, PropertyMap props)
        : base(Type.Union, props) => Schemas = schemas;

    public IList<Schema> Schemas { get; }

    public int Count => Schemas.Count;

    public Schema this[int index] => Schemas[index];

    /// <summary>The branch to read data of that schema with: an equal one, else the first that can; -1 without one.</summary>
    public int MatchingBranch(Schema s)
    {
        if (s is UnionSchema)
            throw new AvroException("Cannot find a match against union schema");
        int equal = Schemas.ToList().FindIndex(branch => branch.Equals(s));
        return equal >= 0 ? equal : Schemas.ToList().FindIndex(branch => branch.CanRead(s));
    }

    public override bool CanRead(Schema writerSchema) => writerSchema is UnionSchema || MatchingBranch(writerSchema) >= 0;

    public override bool Equals(object obj) => this == obj || (obj is UnionSchema other && Schemas.SequenceEqual(other.Schemas) && SameProps(other));

    public override int GetHashCode() => Schemas.Aggregate(53, (hash, schema) => hash + (89 * schema.GetHashCode()));

    internal static UnionSchema NewInstance(JsonElement branches, PropertyMap props, SchemaNames names, string encspace)
    {
        var schemas = new List<Schema>();
        foreach (JsonElement json in branches.EnumerateArray())
        {
            Schema branch = ParseJson(json, names, encspace) ?? throw new SchemaParseException($"Invalid JSON in union {json.GetRawText()}");
            if (schemas.Exists(other => other.Fullname == branch.Fullname))
                throw new SchemaParseException($"Duplicate type in union: {branch.Fullname}");
            schemas.Add(branch);
        }

        if (schemas.Exists(branch => branch is UnionSchema))
            throw new ArgumentException("Unions may not immediately contain other unions", nameof(branches));
        return new UnionSchema(schemas, props);
    }
}
