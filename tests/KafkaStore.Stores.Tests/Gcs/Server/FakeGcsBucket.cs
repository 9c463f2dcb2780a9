namespace KafkaStore.Stores.Tests.Gcs.Server;

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

    /// <summary>A page of names and common prefixes, and whether more follow it.</summary>
    public (IReadOnlyList<FakeGcsObject> Items, IReadOnlyList<string> Prefixes, string? Last) List(
        string prefix,
        string? delimiter,
        string? startOffset,
        string? after,
        int limit
    )
    {
        var items = new List<FakeGcsObject>();
        var prefixes = new List<string>();
        string? last = null;
        lock (gate)
        {
            for (int index = FirstAtOrAfter(Later(prefix, Later(startOffset, after))); index < objects.Count; index++)
            {
                FakeGcsObject one = objects.Values[index];
                if (!one.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    if (string.CompareOrdinal(one.Name, prefix) > 0)
                        break;
                    continue;
                }

                int end = string.IsNullOrEmpty(delimiter) ? -1 : one.Name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
                string shown = end < 0 ? one.Name : one.Name[..(end + delimiter!.Length)];
                if ((after is not null && string.CompareOrdinal(shown, after) <= 0) || shown == prefixes.LastOrDefault())
                    continue;
                if (items.Count + prefixes.Count == limit)
                    return (items, prefixes, last);
                if (end < 0)
                    items.Add(one);
                else
                    prefixes.Add(shown);
                last = shown;
            }
        }

        return (items, prefixes, null);
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
