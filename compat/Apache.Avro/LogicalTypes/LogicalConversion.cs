using System.Globalization;
using System.Numerics;
using Avro.Generic;

namespace Avro.LogicalTypes;

/// <summary>Values of the logical types that the library knows, from their underlying ones. Others are refused.</summary>
internal static class LogicalConversion
{
    public static Func<object, object> For(LogicalSchema schema) => schema.LogicalTypeName switch
    {
        "decimal" => Decimal(schema),
        "date" => On(schema, Schema.Type.Int, "an underlying int", value => DateTime.UnixEpoch.AddDays((int)value)),
        "time-millis" => On(schema, Schema.Type.Int, "an underlying int", value => TimeOfDay(TimeSpan.FromMilliseconds((int)value), schema.LogicalTypeName)),
        "time-micros" => On(schema, Schema.Type.Long, "an underlying long", value => TimeOfDay(TimeSpan.FromTicks((long)value * TimeSpan.TicksPerMicrosecond), schema.LogicalTypeName)),
        "timestamp-millis" => On(schema, Schema.Type.Long, "an underlying long", value => DateTime.UnixEpoch.AddMilliseconds((long)value)),
        "timestamp-micros" => On(schema, Schema.Type.Long, "an underlying long", value => DateTime.UnixEpoch.AddTicks((long)value * TimeSpan.TicksPerMicrosecond)),
        "local-timestamp-millis" => On(schema, Schema.Type.Long, "an underlying long", value => DateTime.UnixEpoch.AddMilliseconds((long)value).ToLocalTime()),
        "local-timestamp-micros" => On(schema, Schema.Type.Long, "an underlying long", value => DateTime.UnixEpoch.AddTicks((long)value * TimeSpan.TicksPerMicrosecond).ToLocalTime()),
        "uuid" => On(schema, Schema.Type.String, "an underlying string", value => new Guid((string)value)),
        _ => throw new AvroTypeException($"Logical type '{schema.LogicalTypeName}' is not supported."),
    };

    private static Func<object, object> On(LogicalSchema schema, Schema.Type type, string underlying, Func<object, object> convert) =>
        schema.BaseSchema.Tag == type
            ? convert
            : throw new AvroTypeException($"'{schema.LogicalTypeName}' can only be used with {underlying} type");

    private static object TimeOfDay(TimeSpan time, string name) => time >= TimeSpan.Zero && time < TimeSpan.FromDays(1)
        ? time
        : throw new ArgumentOutOfRangeException("baseValue", $"A '{name}' value must be at least '{TimeSpan.Zero}' and less than '{TimeSpan.FromDays(1)}'.");

    private static Func<object, object> Decimal(LogicalSchema schema)
    {
        if (schema.BaseSchema.Tag is not (Schema.Type.Bytes or Schema.Type.Fixed))
            throw new AvroTypeException("'decimal' can only be used with an underlying bytes or fixed type");
        if (schema.GetProperty("precision") is not { Length: > 0 } text)
            throw new AvroTypeException("'decimal' requires a 'precision' property");
        int precision = int.Parse(text, CultureInfo.InvariantCulture);
        int scale = schema.GetProperty("scale") is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
        if (precision <= 0)
            throw new AvroTypeException("'decimal' requires a 'precision' property that is greater than zero");
        if (scale < 0 || scale > precision)
            throw new AvroTypeException("'decimal' requires a 'scale' property that is zero or less than or equal to 'precision'");
        return value => new AvroDecimal(new BigInteger(value is GenericFixed bytes ? bytes.Value : (byte[])value, isUnsigned: false, isBigEndian: true), scale);
    }
}
