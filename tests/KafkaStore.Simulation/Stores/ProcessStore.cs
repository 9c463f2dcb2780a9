using System.Runtime.CompilerServices;

namespace KafkaStore.Simulation.Stores;

/// <summary>
/// A store as one process uses it: every call is a yield point, may fail before or after it took effect, lists page by page,
/// and may break off while it is read.
/// </summary>
internal sealed class ProcessStore(Simulation simulation, Host host, ISimulatedStore store, IStoreChecks checks) : IStagingStore
{
    public string DisplayName => checks.Name;

    public async Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "finds");
        FailMaybe("finding", name);
        long? length = store.Find(name);
        Note("finds", name, length is null ? "absent" : "there");
        return length is { } found ? new ObjectProperties(found) : null;
    }

    public async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "opens");
        FailMaybe("opening", name);
        ArraySegment<byte>? read = store.Read(name, from, length);
        Note("opens", name, read is null ? "absent" : "there");
        if (read is not { } bytes)
            throw new ObjectMissingException(name, DisplayName);
        if (!simulation.Happens(simulation.Scenario.BrokenReads))
            return new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        simulation.Faults++;
        return new BrokenStream(
            new MemoryStream(
                bytes.Array!,
                bytes.Offset,
                ChunkCode.At(bytes, simulation.World.Random.Below(ChunkCode.LengthWithout(bytes) + 1)),
                writable: false
            )
        );
    }

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string from = startAt is not null && string.CompareOrdinal(startAt, prefix) > 0 ? startAt : prefix;
        bool inclusive = true;
        int size = simulation.Scenario.SmallPages ? 3 : 1000;
        while (true)
        {
            await simulation.World.Yield(host, "lists");
            FailMaybe("listing", prefix);
            List<ObjectEntry> page = store.Page(prefix, from, inclusive, size);
            Note("lists", prefix, $"{page.Count} entries");
            foreach (ObjectEntry entry in page)
                yield return entry;
            if (page.Count < size)
                yield break;
            (from, inclusive) = (page[^1].Name, false);
        }
    }

    public async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "creates");
        FailMaybe("creating", name);
        byte[] bytes = new byte[content.Length];
        using (Stream source = content.Open())
            source.ReadExactly(bytes);
        bool created = store.Create(name, bytes);
        Note("creates", name, created ? "created" : "exists already");
        if (created)
            checks.Created(name, bytes);
        FailMaybe("having created", name);
        return created ? CreateOutcome.Created : CreateOutcome.AlreadyExists;
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(host, "deletes");
        FailMaybe("deleting", name);
        if (store.Read(name, 0, null) is { } bytes)
        {
            Note("deletes", name, "there");
            store.Delete(name);
            checks.Deleted(name, [.. bytes]);
        }
        else
        {
            Note("deletes", name, "absent");
        }

        FailMaybe("having deleted", name);
    }

    private void FailMaybe(string doing, string name)
    {
        if (!simulation.Happens(simulation.Scenario.StoreErrors))
            return;
        simulation.Faults++;
        Note("fails", doing, name);
        throw new StorageUnavailableException($"The simulated {DisplayName} failed {doing} {name}.");
    }

    private void Note(string what, string name, string result)
    {
        if (simulation.World.History is not null)
            simulation.World.Note(host.Name, $"  {DisplayName} {what} {name}: {result}");
    }
}
