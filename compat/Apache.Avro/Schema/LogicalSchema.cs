using System.Text.Json;
using Avro.LogicalTypes;

namespace Avro;

/// <summary>A schema whose values mean something more, such as a point in time.</summary>
public class LogicalSchema : UnnamedSchema
{
    private LogicalSchema(Schema baseSchema, string logicalTypeName, PropertyMap props)
        : base(Type.Logical, props)
    {
        BaseSchema = baseSchema ?? throw new ArgumentNullException(nameof(baseSchema));
        LogicalTypeName = logicalTypeName;
        Conversion = LogicalConversion.For(this);
    }

    public Schema BaseSchema { get; }

    public string LogicalTypeName { get; }

    public override string Name => BaseSchema.Name;

    public override string Fullname => BaseSchema.Fullname;

    internal Func<object, object> Conversion { get; }

    public override bool CanRead(Schema writerSchema) => writerSchema is LogicalSchema writer && BaseSchema.CanRead(writer.BaseSchema);

    public override bool Equals(object obj) => this == obj || (obj is LogicalSchema other && BaseSchema.Equals(other.BaseSchema) && SameProps(other));

    public override int GetHashCode() => 29 * BaseSchema.GetHashCode();

    internal static LogicalSchema NewInstance(JsonElement json, PropertyMap props, SchemaNames names, string encspace) =>
        new(ParseJson(json.GetProperty("type"), names, encspace), JsonText.Required(json, "logicalType"), props);
}
