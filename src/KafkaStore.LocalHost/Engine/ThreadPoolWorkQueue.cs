namespace KafkaStore.LocalHost.Engine;

/// <summary>Work on the thread pool, serial for each key.</summary>
public sealed class ThreadPoolWorkQueue : IWorkQueue
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<Func<Task>>> waiting = new(StringComparer.Ordinal);
    private TaskCompletionSource idle = Completed();

    public void Post(string key, Func<Task> work)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(key, out Queue<Func<Task>>? queue))
            {
                queue.Enqueue(work);
                return;
            }

            if (waiting.Count == 0)
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting[key] = new Queue<Func<Task>>([work]);
        }

        _ = Task.Run(() => DrainAsync(key));
    }

    /// <summary>Completes when nothing is waiting or running.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
            return idle.Task;
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task DrainAsync(string key)
    {
        while (true)
        {
            Func<Task> work;
            lock (gate)
                work = waiting[key].Peek();
            await work();
            lock (gate)
            {
                // Taken off only now: while it runs, later work of this key queues up behind it.
                waiting[key].Dequeue();
                if (waiting[key].Count > 0)
                    continue;
                waiting.Remove(key);
                if (waiting.Count == 0)
                    idle.SetResult();
                return;
            }
        }
    }
}
