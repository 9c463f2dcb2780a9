namespace KafkaStore.Storage;

/// <summary>Work that waits for a store far more than it computes.</summary>
internal static class SideBySide
{
    /// <summary>Does all of it, no more than so many at a time; one at a time in their order, and on the caller's thread.</summary>
    public static async Task ForAsync(int count, int atATime, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        if (atATime == 1 || count == 1)
        {
            for (int i = 0; i < count; i++)
                await act(i, cancellationToken);
            return;
        }

        var limits = new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, limits, async (i, cancelled) => await act(i, cancelled));
    }
}
