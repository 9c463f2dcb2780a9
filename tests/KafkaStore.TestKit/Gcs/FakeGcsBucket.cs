namespace KafkaStore.Tests.Gcs;

/// <summary>The objects of a bucket. Whether a name is free is decided in one step with taking it.</summary>
internal sealed class FakeGcsBucket(string name) : IDisposable
{
    private static long lastGeneration = 1_700_000_000_000_000;

    private readonly Lock gate = new();
    private readonly SortedList<string, FakeGcsObject> objects = new(StringComparer.Ordinal);

    public string Name => name;

    public static long NextGeneration() => Interlocked.Increment(ref lastGeneration);

    public FakeGcsObject Get(string key, string? generation) =>
        Find(key) is { } found
        && (generation is null || generation == found.Generation.ToString(System.Globalization.CultureInfo.InvariantCulture))
            ? found
            : throw FakeGcsException.ObjectNotFound(name, key);

    public FakeGcsObject? Find(string key)
    {
        lock (gate)
            return objects.GetValueOrDefault(key);
    }

    public void CheckPrecondition(FakeGcsRequest request, string key)
    {
        if (
            request.Parameter("ifGenerationMatch") is { } expected
            && (Find(key)?.Generation ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture) != expected
        )
        {
            throw FakeGcsException.ConditionNotMet();
        }
    }

    public void Put(FakeGcsRequest request, FakeGcsObject created)
    {
        lock (gate)
        {
            CheckPrecondition(request, created.Name);
            objects[created.Name] = created;
        }
    }

    public void Remove(string key)
    {
        lock (gate)
        {
            if (!objects.Remove(key))
                throw FakeGcsException.ObjectNotFound(name, key);
        }
    }

    public void ForgetMd5(string key)
    {
        lock (gate)
            objects[key] = objects[key] with { Md5 = null };
    }

    /// <summary>A page of objects, and the last name of it where more follow.</summary>
    public (IReadOnlyList<FakeGcsObject> Items, string? Last) List(string prefix, string? startOffset, string? after, int limit)
    {
        var items = new List<FakeGcsObject>();
        lock (gate)
        {
            for (int index = FirstAtOrAfter(Later(prefix, Later(startOffset, after))); index < objects.Count; index++)
            {
                FakeGcsObject one = objects.Values[index];
                if (!one.Name.StartsWith(prefix))
                    break;
                if (one.Name == after)
                    continue;
                if (items.Count == limit)
                    return (items, items[^1].Name);
                items.Add(one);
            }
        }

        return (items, null);
    }

    public void Dispose()
    {
        foreach (FakeGcsObject one in objects.Values)
            one.Bytes.Dispose();
    }

    private static string Later(string? one, string? other) => string.CompareOrdinal(one, other) > 0 ? one! : other ?? "";

    private int FirstAtOrAfter(string key)
    {
        int low = 0;
        for (int high = objects.Count; low < high; )
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(objects.Keys[middle], key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
