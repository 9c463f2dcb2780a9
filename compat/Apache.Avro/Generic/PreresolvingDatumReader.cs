using Avro.IO;

namespace Avro.Generic;

/// <summary>Compares writer's and reader's schema once, when it is made; reading then follows the plan that this gave.</summary>
public abstract class PreresolvingDatumReader<T> : DatumReader<T>
{
    private readonly Dictionary<(RecordSchema Writer, RecordSchema Reader), ReadItem> records = [];
    private readonly ReadItem plan;

    protected PreresolvingDatumReader(Schema writerSchema, Schema readerSchema)
    {
        ReaderSchema = readerSchema;
        WriterSchema = writerSchema;
        if (!readerSchema.CanRead(writerSchema))
            throw new AvroException($"Schema mismatch. Reader: {readerSchema}, writer: {writerSchema}");
        plan = Plan(writerSchema, readerSchema);
    }

    private delegate object ReadItem(Decoder decoder);

    public Schema ReaderSchema { get; }

    public Schema WriterSchema { get; }

    public T Read(T reuse, Decoder decoder) => (T)plan(decoder);

    protected abstract ArrayAccess GetArrayAccess(ArraySchema readerSchema);

    protected abstract EnumAccess GetEnumAccess(EnumSchema readerSchema);

    protected abstract MapAccess GetMapAccess(MapSchema readerSchema);

    protected abstract RecordAccess GetRecordAccess(RecordSchema readerSchema);

    protected abstract FixedAccess GetFixedAccess(FixedSchema readerSchema);

    private ReadItem Plan(Schema writer, Schema reader)
    {
        if (reader is UnionSchema union && writer is not UnionSchema)
        {
            int branch = union.MatchingBranch(writer);
            reader = branch >= 0 ? union[branch] : throw new AvroException($"No matching schema for {writer} in {union}");
        }

        return (writer.Tag, reader.Tag) switch
        {
            (Schema.Type.Null, _) => decoder =>
            {
                decoder.ReadNull();
                return null;
            },
            (Schema.Type.Boolean, _) => decoder => decoder.ReadBoolean(),
            (Schema.Type.Int, Schema.Type.Long) => decoder => (long)decoder.ReadInt(),
            (Schema.Type.Int, Schema.Type.Float) => decoder => (float)decoder.ReadInt(),
            (Schema.Type.Int, Schema.Type.Double) => decoder => (double)decoder.ReadInt(),
            (Schema.Type.Int, _) => decoder => decoder.ReadInt(),
            (Schema.Type.Long, Schema.Type.Float) => decoder => (float)decoder.ReadLong(),
            (Schema.Type.Long, Schema.Type.Double) => decoder => (double)decoder.ReadLong(),
            (Schema.Type.Long, _) => decoder => decoder.ReadLong(),
            (Schema.Type.Float, Schema.Type.Double) => decoder => (double)decoder.ReadFloat(),
            (Schema.Type.Float, _) => decoder => decoder.ReadFloat(),
            (Schema.Type.Double, _) => decoder => decoder.ReadDouble(),
            (Schema.Type.String, _) => decoder => decoder.ReadString(),
            (Schema.Type.Bytes, _) => decoder => decoder.ReadBytes(),
            (Schema.Type.Enumeration, _) => Enumeration((EnumSchema)writer, (EnumSchema)reader),
            (Schema.Type.Fixed, _) => Fixed((FixedSchema)writer, (FixedSchema)reader),
            (Schema.Type.Array, _) => Array((ArraySchema)writer, (ArraySchema)reader),
            (Schema.Type.Map, _) => Map((MapSchema)writer, (MapSchema)reader),
            (Schema.Type.Union, _) => Union((UnionSchema)writer, reader),
            (Schema.Type.Logical, _) => Logical((LogicalSchema)writer, (LogicalSchema)reader),
            _ => Record((RecordSchema)writer, (RecordSchema)reader),
        };
    }

    private ReadItem Record(RecordSchema writer, RecordSchema reader)
    {
        if (records.TryGetValue((writer, reader), out ReadItem known))
            return known;
        RecordAccess access = GetRecordAccess(reader);
        var steps = new List<Action<object, Decoder>>();
        ReadItem read = decoder =>
        {
            object record = access.Create();
            foreach (Action<object, Decoder> step in steps)
                step(record, decoder);
            return record;
        };

        // Before the fields: a record may contain itself.
        records.Add((writer, reader), read);
        foreach (Field field in writer)
        {
            if (reader.TryGetFieldAlias(field.Name, out Field target))
            {
                ReadItem item = Plan(field.Schema, target.Schema);
                steps.Add((record, decoder) => access.Set(record, target.Pos, item(decoder)));
            }
            else
            {
                Action<Decoder> skip = Skip(field.Schema);
                steps.Add((_, decoder) => skip(decoder));
            }
        }

        // Also those that were found by an alias: the library, 1.12.1, overwrites them, and fails where they have no default.
        foreach (Field field in reader.Fields.Where(field => !writer.Contains(field.Name)))
        {
            byte[] encoded = DefaultValue.Encode(field.Schema, field.Default);
            ReadItem item = Plan(field.Schema, field.Schema);
            steps.Add((record, _) => access.Set(record, field.Pos, item(new BinaryDecoder(new MemoryStream(encoded)))));
        }

        return read;
    }

    private ReadItem Enumeration(EnumSchema writer, EnumSchema reader)
    {
        EnumAccess access = GetEnumAccess(reader);
        if (reader.Equals(writer))
            return decoder => access.Create(decoder.ReadEnum());
        int fallback = reader.Default is { } symbol ? reader.Ordinal(symbol) : -1;
        int[] ordinals = [.. writer.Symbols.Select(symbol => reader.Contains(symbol) ? reader.Ordinal(symbol) : fallback)];
        return decoder =>
        {
            int ordinal = decoder.ReadEnum();
            return ordinals[ordinal] >= 0 ? access.Create(ordinals[ordinal]) : throw new AvroException("No such symbol: " + writer[ordinal]);
        };
    }

    private ReadItem Fixed(FixedSchema writer, FixedSchema reader)
    {
        if (reader.Size != writer.Size)
            throw new AvroException($"Size mismatch between reader and writer fixed schemas. Writer: {writer}, reader: {reader}");
        FixedAccess access = GetFixedAccess(reader);
        return decoder =>
        {
            object result = access.Create();
            decoder.ReadFixed(access.Bytes(result));
            return result;
        };
    }

    private ReadItem Array(ArraySchema writer, ArraySchema reader)
    {
        ReadItem item = Plan(writer.ItemSchema, reader.ItemSchema);
        ArrayAccess access = GetArrayAccess(reader);
        return decoder =>
        {
            object array = access.Create();
            int length = 0;
            for (int count = (int)decoder.ReadArrayStart(); count != 0; count = (int)decoder.ReadArrayNext())
            {
                access.Resize(ref array, length + count);
                for (; count > 0; count--)
                    access.Set(array, length++, item(decoder));
            }

            return array;
        };
    }

    private ReadItem Map(MapSchema writer, MapSchema reader)
    {
        ReadItem item = Plan(writer.ValueSchema, reader.ValueSchema);
        MapAccess access = GetMapAccess(reader);
        return decoder =>
        {
            object map = access.Create();
            for (int count = (int)decoder.ReadMapStart(); count != 0; count = (int)decoder.ReadMapNext())
            {
                for (; count > 0; count--)
                    access.Set(map, decoder.ReadString(), item(decoder));
            }

            return map;
        };
    }

    // A branch that the reader can't take matters only where it occurs.
    private ReadItem Union(UnionSchema writer, Schema reader)
    {
        ReadItem[] branches = [.. writer.Schemas.Select(branch =>
        {
            if (reader is UnionSchema union)
            {
                int match = union.MatchingBranch(branch);
                return match >= 0 ? Plan(branch, union[match]) : _ => throw new AvroException($"No matching schema for {branch} in {union}");
            }

            return reader.CanRead(branch)
                ? Plan(branch, reader)
                : _ => throw new AvroException($"Schema mismatch Reader: {ReaderSchema}, writer: {WriterSchema}");
        })];
        return decoder => branches[decoder.ReadUnionIndex()](decoder);
    }

    private ReadItem Logical(LogicalSchema writer, LogicalSchema reader)
    {
        ReadItem item = Plan(writer.BaseSchema, reader.BaseSchema);
        return decoder => reader.Conversion(item(decoder));
    }

    private static Action<Decoder> Skip(Schema schema)
    {
        switch (schema)
        {
            case RecordSchema record:
                // Planned at the first value: a record may contain itself.
                Action<Decoder>[] fields = null;
                return decoder =>
                {
                    fields ??= [.. record.Fields.Select(field => Skip(field.Schema))];
                    foreach (Action<Decoder> field in fields)
                        field(decoder);
                };
            case FixedSchema bytes:
                return decoder => decoder.SkipFixed(bytes.Size);
            case ArraySchema array:
                Action<Decoder> skipItem = Skip(array.ItemSchema);
                return decoder =>
                {
                    for (long count = decoder.ReadArrayStart(); count != 0; count = decoder.ReadArrayNext())
                    {
                        for (; count > 0; count--)
                            skipItem(decoder);
                    }
                };
            case MapSchema map:
                Action<Decoder> skipValue = Skip(map.ValueSchema);
                return decoder =>
                {
                    for (long count = decoder.ReadMapStart(); count != 0; count = decoder.ReadMapNext())
                    {
                        for (; count > 0; count--)
                        {
                            decoder.SkipString();
                            skipValue(decoder);
                        }
                    }
                };
            case UnionSchema union:
                Action<Decoder>[] branches = [.. union.Schemas.Select(Skip)];
                return decoder => branches[decoder.ReadUnionIndex()](decoder);
            case LogicalSchema logical:
                return Skip(logical.BaseSchema);
        }

        return schema.Tag switch
        {
            Schema.Type.Null => decoder => decoder.SkipNull(),
            Schema.Type.Boolean => decoder => decoder.SkipBoolean(),
            Schema.Type.Int => decoder => decoder.SkipInt(),
            Schema.Type.Long => decoder => decoder.SkipLong(),
            Schema.Type.Float => decoder => decoder.SkipFloat(),
            Schema.Type.Double => decoder => decoder.SkipDouble(),
            Schema.Type.Enumeration => decoder => decoder.SkipEnum(),
            _ => decoder => decoder.SkipBytes(),
        };
    }

    protected interface RecordAccess
    {
        object Create();

        void Set(object record, int position, object value);
    }

    protected interface EnumAccess
    {
        object Create(int ordinal);
    }

    protected interface FixedAccess
    {
        object Create();

        byte[] Bytes(object bytes);
    }

    protected interface ArrayAccess
    {
        object Create();

        void Resize(ref object array, int length);

        void Set(object array, int index, object value);
    }

    protected interface MapAccess
    {
        object Create();

        void Set(object map, string key, object value);
    }
}
