using System.Collections.Concurrent;

namespace KafkaStore.Storage.Files;

/// <summary>
/// Threads for what blocks for as long as the disk likes. The pool has one for each processor: where they wait for the disk nothing is
/// compressed, and those that it adds after a while keep memory of their own.
/// </summary>
internal static class DiskThreads
{
    // As many chunks as are staged at a time. What is more goes to the pool: no disk that hangs holds up another.
    private const int Most = 16;

    private static readonly BlockingCollection<Action> Waiting = [];
    private static int taken;
    private static int started;

    /// <summary>Begins at once, on a thread of its own while it runs.</summary>
    public static Task<T> RunAsync<T>(Func<T> act)
    {
        int inUse = Interlocked.Increment(ref taken);
        if (inUse > Most)
        {
            Interlocked.Decrement(ref taken);
            return Task.Run(act);
        }

        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add(() => Run(act, done));
        if (Volatile.Read(ref started) < inUse)
            Start();
        return done.Task;
    }

    private static void Run<T>(Func<T> act, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(act());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
        finally
        {
            Interlocked.Decrement(ref taken);
        }
    }

    private static void Start()
    {
        Interlocked.Increment(ref started);
        new Thread(Work) { IsBackground = true, Name = "Disk" }.Start();
    }

    private static void Work()
    {
        foreach (Action next in Waiting.GetConsumingEnumerable())
            next();
    }
}
