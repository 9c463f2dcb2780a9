using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Avro;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// What values of logical types look like in JSON: times as ISO 8601 writes them, decimals as text with all their digits. A
/// value that has no such form, like a time past the year 9999, appears as its underlying type's.
/// </summary>
internal sealed class LogicalText
{
    // Text of a number takes time that grows with the square of its length.
    private const int MaximumDecimalBytes = 1024;
    private const int DurationBytes = 12;
    private const int UuidBytes = 16;

    private readonly string name;
    private readonly int scale;

    private LogicalText(string name, int scale)
    {
        this.name = name;
        this.scale = scale;
    }

    /// <summary>That a number has at least, however small it is.</summary>
    public int Digits => scale;

    /// <summary>Null where the schema's values mean nothing more, or nothing known.</summary>
    public static LogicalText? Of(Schema schema)
    {
        if (schema.GetProperty(AvroSchemaText.LogicalType) is not { } quoted)
            return null;
        string name = quoted.Trim('"');
        int scale = int.TryParse(schema.GetProperty("scale"), NumberStyles.None, CultureInfo.InvariantCulture, out int digits) ? digits : 0;
        bool fits = (name, schema.Tag) switch
        {
            ("decimal", Schema.Type.Bytes or Schema.Type.Fixed) => scale <= MaximumDecimalBytes,
            ("uuid", Schema.Type.Fixed) => ((FixedSchema)schema).Size == UuidBytes,
            ("duration", Schema.Type.Fixed) => ((FixedSchema)schema).Size == DurationBytes,
            ("date" or "time-millis", Schema.Type.Int) => true,
            ("time-micros" or "timestamp-millis" or "timestamp-micros" or "timestamp-nanos", Schema.Type.Long) => true,
            ("local-timestamp-millis" or "local-timestamp-micros" or "local-timestamp-nanos", Schema.Type.Long) => true,
            _ => false,
        };
        return fits ? new LogicalText(name, scale) : null;
    }

    /// <summary>False where there is no such form; nothing is written then.</summary>
    public bool TryWrite(Utf8JsonWriter json, long value)
    {
        string? text = name switch
        {
            "date" => Time("yyyy-MM-dd", value, TimeSpan.TicksPerDay),
            "time-millis" => TimeOfDay(value, TimeSpan.TicksPerMillisecond, "HH:mm:ss.fff"),
            "time-micros" => TimeOfDay(value, TimeSpan.TicksPerMicrosecond, "HH:mm:ss.ffffff"),
            "timestamp-millis" => Time("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", value, TimeSpan.TicksPerMillisecond),
            "timestamp-micros" => Time("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", value, TimeSpan.TicksPerMicrosecond),
            "timestamp-nanos" => Nanoseconds(value) + "Z",
            "local-timestamp-millis" => Time("yyyy-MM-dd'T'HH:mm:ss.fff", value, TimeSpan.TicksPerMillisecond),
            "local-timestamp-micros" => Time("yyyy-MM-dd'T'HH:mm:ss.ffffff", value, TimeSpan.TicksPerMicrosecond),
            _ => Nanoseconds(value),
        };
        if (text is not null)
            json.WriteStringValue(text);
        return text is not null;
    }

    /// <summary>As the other.</summary>
    public bool TryWrite(Utf8JsonWriter json, ReadOnlySpan<byte> value)
    {
        switch (name)
        {
            case "decimal" when value.Length is > 0 and <= MaximumDecimalBytes:
                string digits = new BigInteger(value, isUnsigned: false, isBigEndian: true).ToString(
                    $"D{scale + 1}",
                    CultureInfo.InvariantCulture
                );
                json.WriteStringValue(scale == 0 ? digits : digits.Insert(digits.Length - scale, "."));
                return true;
            case "uuid":
                json.WriteStringValue(new Guid(value, bigEndian: true));
                return true;
            case "duration":
                json.WriteStartObject();
                json.WriteNumber("months", BinaryPrimitives.ReadUInt32LittleEndian(value));
                json.WriteNumber("days", BinaryPrimitives.ReadUInt32LittleEndian(value[4..]));
                json.WriteNumber("millis", BinaryPrimitives.ReadUInt32LittleEndian(value[8..]));
                json.WriteEndObject();
                return true;
            default:
                return false;
        }
    }

    private static string? TimeOfDay(long value, long ticksPerUnit, string format) =>
        value >= 0 && value < TimeSpan.TicksPerDay / ticksPerUnit ? Time(format, value, ticksPerUnit) : null;

    private static string? Time(string format, long value, long ticksPerUnit)
    {
        Int128 ticks = ((Int128)value * ticksPerUnit) + DateTime.UnixEpoch.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture)
            : null;
    }

    // Every 64-bit number of nanoseconds lies between the years 1677 and 2262.
    private static string Nanoseconds(long value)
    {
        const long PerSecond = 1_000_000_000;
        long seconds = Math.DivRem(value, PerSecond, out long rest);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + PerSecond);
        string whole = DateTime
            .UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{rest:D9}");
    }
}
