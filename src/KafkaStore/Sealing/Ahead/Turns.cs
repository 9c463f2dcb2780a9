namespace KafkaStore.Sealing.Ahead;

/// <summary>
/// Does one thing after another, in the order in which they were asked for. Whoever ends goes on with the next at once, on his thread:
/// it is short, or waits itself.
/// </summary>
internal sealed class Turns
{
    private Task last = Task.CompletedTask;

    public async Task<T> RunAsync<T>(Func<Task<T>> act)
    {
        var done = new TaskCompletionSource();
        await Interlocked.Exchange(ref last, done.Task);
        try
        {
            return await act();
        }
        finally
        {
            done.SetResult();
        }
    }

    public Task<T> RunAsync<T>(Func<T> act) => RunAsync(() => Task.FromResult(act()));
}
