using System.Text.Json;

namespace Avro;

public class ArraySchema : UnnamedSchema
{
    private ArraySchema(Schema items, PropertyMap props)
        : base(Type.Array, props) => ItemSchema = items;

    public Schema ItemSchema { get; set; }

    public override bool CanRead(Schema writerSchema) => writerSchema is ArraySchema writer && ItemSchema.CanRead(writer.ItemSchema);

    public override bool Equals(object obj) => this == obj || (obj is ArraySchema other && ItemSchema.Equals(other.ItemSchema) && SameProps(other));

    public override int GetHashCode() => 29 * ItemSchema.GetHashCode();

    internal static ArraySchema NewInstance(JsonElement json, PropertyMap props, SchemaNames names, string encspace) =>
        json.TryGetProperty("items", out JsonElement items)
            ? new ArraySchema(ParseJson(items, names, encspace) ?? throw new ArgumentNullException(nameof(items)), props)
            : throw new AvroTypeException("Array does not have 'items'");
}
