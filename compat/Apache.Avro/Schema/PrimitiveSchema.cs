namespace Avro;

public sealed class PrimitiveSchema : UnnamedSchema
{
    private PrimitiveSchema(Type type, PropertyMap props)
        : base(type, props)
    {
    }

    /// <summary>Null where the text, with or without quotes, names no primitive type.</summary>
    public static PrimitiveSchema NewInstance(string type, PropertyMap props = null)
    {
        string name = type.Length > 1 && type[0] == '"' && type[^1] == '"' ? type[1..^1] : type;
        Type? tag = name switch
        {
            "null" => Type.Null,
            "boolean" => Type.Boolean,
            "int" => Type.Int,
            "long" => Type.Long,
            "float" => Type.Float,
            "double" => Type.Double,
            "bytes" => Type.Bytes,
            "string" => Type.String,
            _ => null,
        };
        return tag is { } known ? new PrimitiveSchema(known, props) : null;
    }

    public override bool CanRead(Schema writerSchema) => writerSchema is UnionSchema || Tag == writerSchema.Tag || Tag switch
    {
        Type.Double => writerSchema.Tag is Type.Int or Type.Long or Type.Float,
        Type.Float => writerSchema.Tag is Type.Int or Type.Long,
        Type.Long => writerSchema.Tag is Type.Int,
        _ => false,
    };

    public override bool Equals(object obj) => this == obj || (obj is PrimitiveSchema other && other.Tag == Tag && SameProps(other));

    public override int GetHashCode() => 13 * (int)Tag;
}
