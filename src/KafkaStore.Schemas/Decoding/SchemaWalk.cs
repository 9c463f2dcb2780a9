using Avro;

namespace KafkaStore.Schemas.Decoding;

/// <summary>Looks through all schemas that a schema is made of.</summary>
internal static class SchemaWalk
{
    /// <summary>Each once, itself included.</summary>
    public static IReadOnlyCollection<Schema> All(Schema schema)
    {
        var all = new HashSet<Schema>(ReferenceEqualityComparer.Instance);
        var next = new Stack<Schema>([schema]);
        while (next.TryPop(out Schema? current))
        {
            if (!all.Add(current))
                continue;
            foreach (Schema part in Parts(current))
                next.Push(part);
        }

        return all;
    }

    /// <summary>Whether values of it can nest without end.</summary>
    public static bool IsRecursive(Schema schema) => HasCycle(schema, Parts);

    /// <summary>Whether every value of it would have to nest without end: a record that is a field of itself.</summary>
    public static bool IsEndless(Schema schema) =>
        All(schema)
            .Any(part =>
                part is RecordSchema
                && HasCycle(part, inner => inner is RecordSchema ? Parts(inner).Where(field => field is RecordSchema) : [])
            );

    public static IEnumerable<Schema> Parts(Schema schema) =>
        schema switch
        {
            RecordSchema record => record.Fields.Select(field => field.Schema),
            ArraySchema array => [array.ItemSchema],
            MapSchema map => [map.ValueSchema],
            UnionSchema union => union.Schemas,
            _ => [],
        };

    private static bool HasCycle(Schema start, Func<Schema, IEnumerable<Schema>> parts)
    {
        var finished = new HashSet<Schema>(ReferenceEqualityComparer.Instance);
        var path = new HashSet<Schema>(ReferenceEqualityComparer.Instance);
        return Visit(start);

        bool Visit(Schema schema)
        {
            if (finished.Contains(schema))
                return false;
            if (!path.Add(schema))
                return true;
            if (parts(schema).Any(Visit))
                return true;
            path.Remove(schema);
            finished.Add(schema);
            return false;
        }
    }
}
