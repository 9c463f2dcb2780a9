namespace Avro.Generic;

public class GenericEnum
{
    private string symbol;

    public GenericEnum(EnumSchema schema, string value)
    {
        Schema = schema;
        Value = value;
    }

    public EnumSchema Schema { get; }

    public string Value
    {
        get => symbol;
        set => symbol = Schema.Contains(value) ? value
            : !string.IsNullOrEmpty(Schema.Default) ? Schema.Default
            : throw new AvroException($"Unknown value for enum: {value}({Schema})");
    }

    public override bool Equals(object obj) => obj is GenericEnum other && other.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"Schema: {Schema}, value: {Value}";
}
