namespace Avro.Generic;

public class GenericFixed
{
    protected readonly byte[] value;

    public GenericFixed(FixedSchema schema)
    {
        value = new byte[schema.Size];
        Schema = schema;
    }

    public FixedSchema Schema { get; set; }

    public byte[] Value
    {
        get => value;
        set
        {
            if (value.Length != this.value.Length)
                throw new AvroException($"Invalid length for fixed: {value.Length}, ({Schema})");
            value.CopyTo(this.value, 0);
        }
    }

    public override bool Equals(object obj) => obj is GenericFixed other && other.Schema.Equals(Schema) && value.AsSpan().SequenceEqual(other.value);

    public override int GetHashCode() => value.Aggregate(Schema.GetHashCode(), (hash, b) => hash + (23 * b));
}
