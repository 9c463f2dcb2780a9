using System.Collections.Concurrent;

namespace KafkaStore.Storage.Files;

/// <summary>
/// Threads for what blocks for as long as the disk likes. The pool has one for each processor; where they wait for the disk nothing is
/// compressed, and those that it adds after a while keep memory of their own.
/// </summary>
internal static class DiskThreads
{
    // As many flushes as a disk is given at a time; more only wait in the kernel.
    private const int Most = 8;

    private static readonly BlockingCollection<Action> Waiting = [];
    private static int started;
    private static int idle;

    public static Task<T> RunAsync<T>(Func<T> act)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add(() =>
        {
            try
            {
                done.SetResult(act());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        if (Volatile.Read(ref idle) == 0 && Volatile.Read(ref started) < Most)
            Start();
        return done.Task;
    }

    private static void Start()
    {
        if (Interlocked.Increment(ref started) > Most)
        {
            Interlocked.Decrement(ref started);
            return;
        }

        new Thread(Work) { IsBackground = true, Name = "Disk" }.Start();
    }

    private static void Work()
    {
        while (true)
        {
            Interlocked.Increment(ref idle);
            Action next = Waiting.Take();
            Interlocked.Decrement(ref idle);
            next();
        }
    }
}
