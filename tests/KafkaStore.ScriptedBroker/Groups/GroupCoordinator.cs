namespace KafkaStore.Scripted.Groups;

/// <summary>An offset that a group has committed.</summary>
internal readonly record struct CommittedOffset(long Offset, int LeaderEpoch, string? Metadata)
{
    public static CommittedOffset None { get; } = new(-1, -1, "");
}

/// <summary>All groups. A timer ends what waits too long.</summary>
internal sealed class GroupCoordinator : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Group> groups = [];
    private readonly ScriptedBroker broker;
    private readonly TimeSpan initialDelay;
    private readonly ITimer timer;

    public GroupCoordinator(ScriptedBroker broker, TimeSpan initialDelay)
    {
        this.broker = broker;
        this.initialDelay = initialDelay;
        timer = broker.Time.CreateTimer(_ => Tick(), null, Pace, Pace);
    }

    public IReadOnlyCollection<Group> All => groups.Values;

    public Group? Find(string id) => groups.GetValueOrDefault(id);

    public Group Get(string id)
    {
        if (!groups.TryGetValue(id, out Group? group))
            groups.Add(id, group = new Group(id, broker.Time, initialDelay));
        return group;
    }

    public void Remove(string id) => groups.Remove(id);

    /// <summary>With a topic its committed offsets go, as Kafka does it.</summary>
    public void Forget(string topic)
    {
        foreach (Group group in groups.Values)
        {
            foreach ((string Topic, int Partition) partition in group.Offsets.Keys.Where(partition => partition.Topic == topic).ToList())
                group.Offsets.Remove(partition);
        }
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Tick()
    {
        lock (broker.Gate)
        {
            foreach (Group group in groups.Values)
                group.Tick();
        }
    }
}
