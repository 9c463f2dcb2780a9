namespace Avro.Generic;

/// <summary>Reads any schema's data as .NET's own types, <see cref="GenericRecord"/>, <see cref="GenericEnum"/> and <see cref="GenericFixed"/>.</summary>
public class GenericDatumReader<T> : PreresolvingDatumReader<T>
{
    public GenericDatumReader(Schema writerSchema, Schema readerSchema)
        : base(writerSchema, readerSchema)
    {
    }

    protected override ArrayAccess GetArrayAccess(ArraySchema readerSchema) => new Arrays();

    protected override EnumAccess GetEnumAccess(EnumSchema readerSchema) => new Enums(readerSchema);

    protected override MapAccess GetMapAccess(MapSchema readerSchema) => new Maps();

    protected override RecordAccess GetRecordAccess(RecordSchema readerSchema) => new Records(readerSchema);

    protected override FixedAccess GetFixedAccess(FixedSchema readerSchema) => new Fixeds(readerSchema);

    private sealed class Arrays : ArrayAccess
    {
        public object Create() => Array.Empty<object>();

        public void Resize(ref object array, int length)
        {
            var items = (object[])array;
            Array.Resize(ref items, length);
            array = items;
        }

        public void Set(object array, int index, object value) => ((object[])array)[index] = value;
    }

    private sealed class Enums(EnumSchema schema) : EnumAccess
    {
        public object Create(int ordinal) => new GenericEnum(schema, schema[ordinal]);
    }

    private sealed class Maps : MapAccess
    {
        public object Create() => new Dictionary<string, object>();

        public void Set(object map, string key, object value) => ((Dictionary<string, object>)map)[key] = value;
    }

    private sealed class Records(RecordSchema schema) : RecordAccess
    {
        public object Create() => new GenericRecord(schema);

        public void Set(object record, int position, object value) => ((GenericRecord)record).Add(position, value);
    }

    private sealed class Fixeds(FixedSchema schema) : FixedAccess
    {
        public object Create() => new GenericFixed(schema);

        public byte[] Bytes(object bytes) => ((GenericFixed)bytes).Value;
    }
}
