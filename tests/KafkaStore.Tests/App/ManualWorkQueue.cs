namespace KafkaStore.Tests.App;

/// <summary>Runs posted work when it is told to: in the order posted or, with a source of disorder, in another and some of it twice.</summary>
public sealed class ManualWorkQueue : IWorkQueue
{
    private readonly List<(string Key, Func<Task> Work)> work = [];

    public int Count => work.Count;

    /// <summary>Null keeps the order posted.</summary>
    public Random? Disorder { get; set; }

    /// <summary>A dead process runs nothing; the work it was at stays, for a host that keeps it.</summary>
    public bool IsDead { get; set; }

    /// <summary>The key whose work is running now.</summary>
    public string? Running { get; private set; }

    /// <summary>Runs around each posting: with false before it, with true after it.</summary>
    public Action<string, bool>? OnPost { get; set; }

    public void Post(string key, Func<Task> work)
    {
        if (IsDead)
            throw new Support.ProcessKilledException();
        OnPost?.Invoke(key, false);
        this.work.Add((key, work));
        OnPost?.Invoke(key, true);
        if (Disorder?.Next(4) == 0)
            this.work.Add((key, work));
    }

    public async Task DrainAsync()
    {
        while (work.Count > 0 && !IsDead)
        {
            int index = Disorder?.Next(this.work.Count) ?? 0;
            (string key, Func<Task> work) = this.work[index];
            Running = key;
            await work();
            Running = null;
            if (!IsDead)
                this.work.RemoveAt(index);
        }
    }

    /// <summary>What was posted and not run is gone, as in a crash of a host that keeps nothing.</summary>
    public void Drop() => work.Clear();
}
