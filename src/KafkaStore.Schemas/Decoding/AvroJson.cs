using System.Text;
using System.Text.Unicode;
using Avro;
using Avro.Generic;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// Avro values as plain JSON. Records and maps are objects, arrays arrays, enums their symbols, and a union's value is its
/// branch's, without a name around it. Bytes and fixed are text where they are UTF-8 and <c>{"base64": "…"}</c> elsewhere.
/// Numbers that JSON has not are the texts NaN, Infinity and -Infinity. Logical types: see <see cref="LogicalText"/>.
/// </summary>
internal sealed class AvroJson
{
    /// <summary>Deeper values are refused: few programs read JSON that deep.</summary>
    public const int MaximumDepth = 500;

    private readonly Dictionary<Schema, LogicalText> logical = new(ReferenceEqualityComparer.Instance);
    private readonly Schema schema;

    public AvroJson(Schema schema)
    {
        this.schema = schema;
        foreach (Schema part in SchemaWalk.All(schema))
        {
            var text = LogicalText.Of(part);
            if (text is not null)
                logical.Add(part, text);
            LongestName = Math.Max(LongestName, LongestOf(part, text));
        }
    }

    /// <summary>In bytes, of the names of fields and symbols: what a value of few bytes may become.</summary>
    public int LongestName { get; }

    public void Write(Utf8JsonWriter json, object? value) => Write(json, schema, value);

    /// <summary>Whether the value nests deeper than <see cref="MaximumDepth"/>.</summary>
    public static bool IsTooDeep(object? value, int depth = 0) =>
        depth > MaximumDepth
        || value switch
        {
            GenericRecord record => record.Schema.Fields.Exists(field => IsTooDeep(record.GetValue(field.Pos), depth + 1)),
            object[] array => Array.Exists(array, item => IsTooDeep(item, depth + 1)),
            IDictionary<string, object> map => map.Values.Any(item => IsTooDeep(item, depth + 1)),
            _ => false,
        };

    private static int LongestOf(Schema part, LogicalText? text)
    {
        IEnumerable<string> names = part switch
        {
            RecordSchema record => record.Fields.Select(field => field.Name),
            EnumSchema symbols => symbols.Symbols,
            _ => [],
        };
        return names.Select(Encoding.UTF8.GetByteCount).Append(text?.Digits ?? 0).Max();
    }

    private void Write(Utf8JsonWriter json, Schema of, object? value)
    {
        if (of is UnionSchema union)
            of = Branch(union, value);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                if (!(logical.TryGetValue(of, out LogicalText? day) && day.TryWrite(json, number)))
                    json.WriteNumberValue(number);
                break;
            case long number:
                if (!(logical.TryGetValue(of, out LogicalText? time) && time.TryWrite(json, number)))
                    json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number:
                WriteNotFinite(json, number);
                break;
            case double number:
                WriteNotFinite(json, number);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case byte[] bytes:
                WriteBytes(json, of, bytes);
                break;
            case GenericFixed bytes:
                WriteBytes(json, bytes.Schema, bytes.Value);
                break;
            case GenericEnum symbol:
                json.WriteStringValue(symbol.Value);
                break;
            default:
                WriteCompound(json, of, value);
                break;
        }
    }

    private void WriteCompound(Utf8JsonWriter json, Schema of, object value)
    {
        switch (value)
        {
            case GenericRecord record:
                json.WriteStartObject();
                foreach (Field field in record.Schema.Fields)
                {
                    json.WritePropertyName(field.Name);
                    Write(json, field.Schema, record.GetValue(field.Pos));
                }

                json.WriteEndObject();
                break;
            case object[] array:
                json.WriteStartArray();
                foreach (object item in array)
                    Write(json, ((ArraySchema)of).ItemSchema, item);
                json.WriteEndArray();
                break;
            case IDictionary<string, object> map:
                json.WriteStartObject();
                foreach ((string key, object item) in map)
                {
                    json.WritePropertyName(key);
                    Write(json, ((MapSchema)of).ValueSchema, item);
                }

                json.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"Apache.Avro gave a {value.GetType()}, which no schema asks for.");
        }
    }

    private void WriteBytes(Utf8JsonWriter json, Schema of, byte[] bytes)
    {
        if (logical.TryGetValue(of, out LogicalText? text) && text.TryWrite(json, bytes))
            return;
        if (Utf8.IsValid(bytes))
        {
            json.WriteStringValue(bytes);
            return;
        }

        json.WriteStartObject();
        json.WriteBase64String("base64", bytes);
        json.WriteEndObject();
    }

    private static void WriteNotFinite(Utf8JsonWriter json, double number) =>
        json.WriteStringValue(
            double.IsNaN(number) ? "NaN"
            : number > 0 ? "Infinity"
            : "-Infinity"
        );

    // A union has no two unnamed types alike, and values of named ones know their schema.
    private static Schema Branch(UnionSchema union, object? value)
    {
        Schema.Type? type = value switch
        {
            int => Schema.Type.Int,
            long => Schema.Type.Long,
            byte[] => Schema.Type.Bytes,
            object[] => Schema.Type.Array,
            IDictionary<string, object> => Schema.Type.Map,
            _ => null,
        };
        return type is { } tag ? union.Schemas.First(branch => branch.Tag == tag) : union;
    }
}
