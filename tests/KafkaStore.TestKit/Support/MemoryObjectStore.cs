namespace KafkaStore.Tests.Support;

/// <summary>
/// A store in memory: every call completes before it returns, so a simulation that uses it stays on one thread. Safe for
/// several threads all the same.
/// </summary>
public sealed class MemoryObjectStore(string displayName = "memory", bool keepsMetadata = false) : IStagingStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, byte[]> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> metadata = new(StringComparer.Ordinal);
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> offline = new(StringComparer.Ordinal);

    public string DisplayName => displayName;

    /// <summary>All names, in ordinal order, as of now.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate)
                return [.. names];
        }
    }

    /// <summary>The object's bytes, not a copy: not to be changed, unless to damage it.</summary>
    public byte[] BytesOf(string name) => Find(name) ?? throw new ObjectMissingException(name, DisplayName);

    /// <summary>Puts other bytes in an object's place, which no archiver ever does: damage, or another hand.</summary>
    public void Replace(string name, byte[] bytes)
    {
        lock (gate)
        {
            objects[name] = bytes;
            names.Add(name);
        }
    }

    /// <summary>Moves an object into an archive tier, as a lifecycle rule does.</summary>
    public void MoveOffline(string name)
    {
        lock (gate)
            offline.Add(name);
    }

    /// <summary>And out of it.</summary>
    public void BringBack(string name)
    {
        lock (gate)
            offline.Remove(name);
    }

    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectName.ThrowIfInvalid(name);
        return Task.FromResult(Find(name) is { } bytes ? Properties(name, bytes) : null);
    }

    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectName.ThrowIfInvalid(name);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        byte[] bytes = BytesOf(name);
        if (IsOffline(name))
            throw new ObjectOfflineException(name, DisplayName, "bring-back");
        int start = (int)Math.Min(from, bytes.Length);
        int count = (int)Math.Min(length ?? bytes.Length, bytes.Length - start);
        return Task.FromResult<Stream>(new MemoryStream(bytes, start, count, writable: false));
    }

    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
        List(prefix, startAt, cancellationToken).ToAsyncEnumerable();

    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectName.ThrowIfInvalid(name);
        using var copy = new MemoryStream();
        using (Stream source = content.Open())
            source.CopyTo(copy);

        cancellationToken.ThrowIfCancellationRequested();
        if (copy.Length != content.Length)
            throw content.WrongLength(copy.Length);

        lock (gate)
        {
            if (!objects.TryAdd(name, copy.ToArray()))
                return Task.FromResult(CreateOutcome.AlreadyExists);

            names.Add(name);
            metadata[name] = content.Metadata;
            return Task.FromResult(CreateOutcome.Created);
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectName.ThrowIfInvalid(name);
        lock (gate)
        {
            objects.Remove(name);
            names.Remove(name);
        }

        return Task.CompletedTask;
    }

    private ObjectProperties Properties(string name, byte[] bytes)
    {
        lock (gate)
        {
            var properties = new ObjectProperties(bytes.Length) { IsOffline = offline.Contains(name) };
            return keepsMetadata && this.metadata.TryGetValue(name, out IReadOnlyDictionary<string, string>? metadata)
                ? properties with
                {
                    Metadata = metadata,
                }
                : properties;
        }
    }

    private bool IsOffline(string name)
    {
        lock (gate)
            return offline.Contains(name);
    }

    private byte[]? Find(string name)
    {
        lock (gate)
            return objects.GetValueOrDefault(name);
    }

    /// <summary>As of the first step; what is created or deleted during the listing does not show, as a store may choose.</summary>
    private IEnumerable<ObjectEntry> List(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        List<ObjectEntry> entries;
        string from = startAt is not null && string.CompareOrdinal(startAt, prefix) > 0 ? startAt : prefix;
        string to = prefix + char.MaxValue;
        lock (gate)
        {
            entries =
                string.CompareOrdinal(from, to) > 0
                    ? []
                    :
                    [
                        .. names
                            .GetViewBetween(from, to)
                            .Where(name => name.StartsWith(prefix))
                            .Select(name => new ObjectEntry(name, objects[name].Length)),
                    ];
        }

        foreach (ObjectEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }
}
