using System.Text.Json;

namespace Avro;

public class MapSchema : UnnamedSchema
{
    private MapSchema(Schema values, PropertyMap props)
        : base(Type.Map, props) => ValueSchema = values;

    public Schema ValueSchema { get; set; }

    public override bool CanRead(Schema writerSchema) => writerSchema is MapSchema writer && ValueSchema.CanRead(writer.ValueSchema);

    public override bool Equals(object obj) => this == obj || (obj is MapSchema other && ValueSchema.Equals(other.ValueSchema) && SameProps(other));

    public override int GetHashCode() => 31 * ValueSchema.GetHashCode();

    internal static MapSchema NewInstance(JsonElement json, PropertyMap props, SchemaNames names, string encspace)
    {
        if (!json.TryGetProperty("values", out JsonElement values))
            throw new AvroTypeException("Map does not have 'values'");
        try
        {
            return new MapSchema(ParseJson(values, names, encspace) ?? throw new ArgumentNullException(nameof(values)), props);
        }
        catch (Exception e)
        {
            throw new SchemaParseException("Error creating MapSchema", e);
        }
    }
}
