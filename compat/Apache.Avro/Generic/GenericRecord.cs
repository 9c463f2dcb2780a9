namespace Avro.Generic;

public class GenericRecord
{
    private readonly object[] contents;

    public GenericRecord(RecordSchema schema)
    {
        Schema = schema;
        contents = new object[schema.Fields.Count];
    }

    public RecordSchema Schema { get; }

    public object this[string fieldName] => Schema.TryGetField(fieldName, out Field field)
        ? contents[field.Pos]
        : throw new KeyNotFoundException("Key name: " + fieldName);

    public void Add(int fieldPos, object fieldValue) => contents[fieldPos] = fieldValue;

    public object GetValue(int fieldPos) => contents[fieldPos];

    public bool TryGetValue(string fieldName, out object result)
    {
        bool found = Schema.TryGetField(fieldName, out Field field);
        result = found ? contents[field.Pos] : null;
        return found;
    }

    public override string ToString() =>
        $"Schema: {Schema}, contents: {{ {string.Concat(Schema.Fields.Select(field => $"{field.Name}: {contents[field.Pos]}, "))}}}";
}
