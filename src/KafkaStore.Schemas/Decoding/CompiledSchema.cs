using System.Runtime.InteropServices;
using Avro;
using Avro.Generic;
using Avro.IO;

namespace KafkaStore.Schemas.Decoding;

/// <summary>A schema ready to decode with. Any number of threads may use it.</summary>
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
    }

    /// <param name="text">Of the schema.</param>
    /// <param name="references">Texts of the schemas it names; what one of them names comes before it.</param>
    /// <exception cref="FormatException">It is no Avro schema; the message says why, in a few words.</exception>
    public static CompiledSchema Compile(string text, IEnumerable<string> references)
    {
        try
        {
            var names = new SchemaNames();
            foreach (string reference in references)
                Schema.Parse(AvroSchemaText.ForLibrary(reference), names);
            Schema schema =
                Schema.Parse(AvroSchemaText.ForLibrary(text), names) ?? throw new SchemaParseException("it names a type that is not there");
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
        object? value = Decode(data);
        if (isRecursive && AvroJson.IsTooDeep(value))
            throw new FormatException($"it nests deeper than {AvroJson.MaximumDepth} levels");
        json.Write(target, value);
    }

    private object? Decode(ReadOnlyMemory<byte> data)
    {
        try
        {
            using MemoryStream stream = MemoryMarshal.TryGetArray(data, out ArraySegment<byte> array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(data.ToArray(), writable: false);
            object? value = reader.Read(null, new BoundedDecoder(new BinaryDecoder(stream)));
            return stream.Position == stream.Length
                ? value
                : throw new AvroException($"{stream.Length - stream.Position} bytes are left over");
        }
        catch (Exception e) when (AvroFailure.IsOne(e))
        {
            throw new FormatException(AvroFailure.Reason(e), e);
        }
    }
}
