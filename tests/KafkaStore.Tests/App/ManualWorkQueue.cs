using KafkaStore.LocalHost.Engine;

namespace KafkaStore.Tests.App;

/// <summary>Runs posted work when it is told to, in the order posted.</summary>
public sealed class ManualWorkQueue : IWorkQueue
{
    private readonly Queue<Func<Task>> _work = new();

    public int Count => _work.Count;

    public void Post(string key, Func<Task> work) => _work.Enqueue(work);

    public async Task DrainAsync()
    {
        while (_work.TryDequeue(out Func<Task>? work))
            await work();
    }

    /// <summary>What was posted and not run is gone, as in a crash.</summary>
    public void Drop() => _work.Clear();
}
