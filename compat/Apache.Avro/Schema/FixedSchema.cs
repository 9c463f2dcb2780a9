using System.Text.Json;

namespace Avro;

public class FixedSchema : NamedSchema
{
    private FixedSchema(SchemaName name, IList<SchemaName> aliases, int size, PropertyMap props, SchemaNames names, string doc)
        : base(Type.Fixed, name, aliases, props, names, doc)
    {
        if (name.Name is null)
            throw new SchemaParseException("name cannot be null for fixed schema.");
        if (size <= 0)
            throw new ArgumentOutOfRangeException(nameof(size), "size must be greater than zero.");
        Size = size;
    }

    /// <summary>In bytes.</summary>
    public int Size { get; set; }

    public override bool CanRead(Schema writerSchema) => writerSchema is FixedSchema writer && writer.Size == Size && Names(writer);

    public override bool Equals(object obj) =>
        this == obj || (obj is FixedSchema other && SchemaName.Equals(other.SchemaName) && Size == other.Size && SameProps(other));

    public override int GetHashCode() => (53 * SchemaName.GetHashCode()) + Size;

    internal static new FixedSchema NewInstance(JsonElement json, PropertyMap props, SchemaNames names, string encspace)
    {
        SchemaName name = NameOf(json, encspace);
        try
        {
            return new FixedSchema(name, AliasesOf(json, name), JsonText.RequiredInteger(json, "size"), props, names, name.Documentation);
        }
        catch (Exception e)
        {
            throw new SchemaParseException(e.Message, e);
        }
    }
}
