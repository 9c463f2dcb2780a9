using System.Runtime.InteropServices;
using Avro;
using Avro.Generic;

namespace KafkaStore.Schemas.Decoding;

/// <summary>A schema ready to decode with, whoever wrote it. Any number of threads may use it.</summary>
internal sealed class CompiledSchema
{
    private readonly GenericDatumReader<object?> reader;
    private readonly AvroJson json;
    private readonly bool isRecursive;

    private CompiledSchema(Schema schema)
    {
        reader = new GenericDatumReader<object?>(schema, schema);
        json = new AvroJson(schema);
        isRecursive = SchemaWalk.IsRecursive(schema);
        Type = schema is RecordSchema ? "record" : schema.Name;
    }

    /// <summary>As schemas say it: <c>record</c>, <c>union</c>, <c>long</c>, ….</summary>
    public string Type { get; }

    /// <param name="text">Of the schema.</param>
    /// <param name="references">Texts of the schemas it names; what one of them names comes before it.</param>
    /// <exception cref="FormatException">It is no Avro schema, or one that is too large; the message says why, in a few words.</exception>
    public static CompiledSchema Compile(string text, IEnumerable<string> references)
    {
        try
        {
            var names = new SchemaNames();
            var texts = new AvroSchemaText();
            foreach (string reference in references)
                Schema.Parse(texts.ForLibrary(reference), names);
            Schema schema =
                Schema.Parse(texts.ForLibrary(text), names) ?? throw new SchemaParseException("it names a type that is not there");
            SchemaSize.Check(schema);
            return SchemaWalk.IsEndless(schema)
                ? throw new SchemaParseException("a record in it contains itself")
                : new CompiledSchema(schema);
        }
        catch (Exception e) when (AvroFailure.IsOne(e))
        {
            throw new FormatException(AvroFailure.Reason(e), e);
        }
    }

    /// <summary>Decodes the data, all of it, and writes it as JSON; on failure nothing is written.</summary>
    /// <exception cref="FormatException">The data is not of this schema; the message says why, in a few words.</exception>
    public void WriteJson(Utf8JsonWriter target, ReadOnlyMemory<byte> data)
    {
        using MemoryStream stream = MemoryMarshal.TryGetArray(data, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(data.ToArray(), writable: false);
        object? value = Read(stream);
        if (stream.Position != stream.Length)
            throw new FormatException($"{stream.Length - stream.Position} bytes are left over");
        json.Write(target, value);
    }

    /// <summary>Decodes the datum that is next in the data, which may hold more of them, and writes it as JSON; on failure nothing is written.</summary>
    /// <exception cref="FormatException">It is not of this schema; the message says why, in a few words.</exception>
    public void WriteJson(Utf8JsonWriter target, MemoryStream data) => json.Write(target, Read(data));

    private object? Read(MemoryStream data)
    {
        object? value;
        try
        {
            value = reader.Read(null, new BoundedDecoder(data, json.LongestName));
        }
        catch (Exception e) when (AvroFailure.IsOne(e))
        {
            throw new FormatException(AvroFailure.Reason(e), e);
        }

        return isRecursive && AvroJson.IsTooDeep(value)
            ? throw new FormatException($"it nests deeper than {AvroJson.MaximumDepth} levels")
            : value;
    }
}
