using KafkaStore.Simulation.Stores;

namespace KafkaStore.Stores.Tests.Simulation;

/// <summary>
/// Holds everything in a real store. The simulation's thread waits for each call, so that the service's answers, but not its
/// times, reach the simulated world.
/// </summary>
internal sealed class ServedStore(IStagingStore store) : ISimulatedStore
{
    public IReadOnlyList<string> Names => [.. List("", null, int.MaxValue).Select(entry => entry.Name)];

    public long? Find(string name) => Wait(() => store.FindAsync(name, default))?.Length;

    public ArraySegment<byte>? Read(string name, long from, long? length) =>
        Wait<ArraySegment<byte>?>(async () =>
        {
            try
            {
                await using Stream stream = await store.OpenReadAsync(name, from, length, default);
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                return bytes.ToArray();
            }
            catch (ObjectMissingException)
            {
                return null;
            }
        });

    public bool Create(string name, byte[] content) =>
        Wait(() => store.CreateAsync(name, ObjectContent.FromBytes(content), default)) == CreateOutcome.Created;

    public void Delete(string name) =>
        Wait(async () =>
        {
            await store.DeleteAsync(name, default);
            return true;
        });

    public void Damage(string name, byte[] content)
    {
        Delete(name);
        Create(name, content);
    }

    public void Clear()
    {
        foreach (string name in Names)
            Delete(name);
    }

    public List<ObjectEntry> Page(string prefix, string from, bool inclusive, int size)
    {
        List<ObjectEntry> page = List(prefix, from, inclusive ? size : size + 1);
        if (!inclusive && page.Count > 0 && page[0].Name == from)
            page.RemoveAt(0);
        return page.Count > size ? page[..size] : page;
    }

    // Away from the simulation's thread and context; it stands still meanwhile.
    private static T Wait<T>(Func<Task<T>> call) => Task.Run(call).GetAwaiter().GetResult();

    private List<ObjectEntry> List(string prefix, string? startAt, int most) =>
        Wait(async () =>
        {
            var entries = new List<ObjectEntry>();
            await foreach (ObjectEntry entry in store.ListAsync(prefix, startAt, default))
            {
                if (entries.Count == most)
                    break;
                entries.Add(entry);
            }

            return entries;
        });
}
