namespace KafkaStore.Tests.Support;

public enum StoreOperation
{
    Find,
    Read,
    List,
    Create,
    Delete,
}

/// <param name="Operation">What is asked of the store.</param>
/// <param name="Name">Of the object, or the prefix of a listing.</param>
public readonly record struct StoreCall(StoreOperation Operation, string Name);

/// <summary>Thrown where a test ends the process.</summary>
public sealed class ProcessKilledException() : Exception("The process was killed.");

/// <summary>
/// A store that a test can break or watch at every call: before it takes effect, and after it did but before the caller
/// hears of it. The store of a dead process does nothing more.
/// </summary>
public sealed class FaultyStore(IStagingStore inner) : IStagingStore
{
    /// <summary>Runs before the call takes effect; what it throws is what the caller gets.</summary>
    public Func<StoreCall, Task>? Before { get; set; }

    /// <summary>Runs after the call took effect; what it throws is what the caller gets.</summary>
    public Func<StoreCall, Task>? After { get; set; }

    public bool IsDead { get; set; }

    /// <summary>All calls so far, in their order.</summary>
    public ConcurrentQueue<StoreCall> Calls { get; } = [];

    public string DisplayName => inner.DisplayName;

    /// <summary>The next calls that match fail before they take effect, this many of them.</summary>
    public void Fail(Func<StoreCall, bool> which, int times, Func<Exception>? with = null) => Before = Failing(which, times, with);

    /// <summary>The next calls that match take effect and then fail, this many of them.</summary>
    public void FailAfterwards(Func<StoreCall, bool> which, int times, Func<Exception>? with = null) => After = Failing(which, times, with);

    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(new(StoreOperation.Find, name), () => inner.FindAsync(name, cancellationToken));

    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
        RunAsync(new(StoreOperation.Read, name), () => inner.OpenReadAsync(name, from, length, cancellationToken));

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await RunAsync(new(StoreOperation.List, prefix), () => Task.FromResult(true));
        await foreach (ObjectEntry entry in inner.ListAsync(prefix, startAt, cancellationToken))
            yield return entry;
    }

    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken) =>
        RunAsync(new(StoreOperation.Create, name), () => inner.CreateAsync(name, content, cancellationToken));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(
            new(StoreOperation.Delete, name),
            async () =>
            {
                await inner.DeleteAsync(name, cancellationToken);
                return true;
            }
        );

    private static Func<StoreCall, Task> Failing(Func<StoreCall, bool> which, int times, Func<Exception>? with) =>
        call =>
        {
            if (times > 0 && which(call))
            {
                times--;
                throw with?.Invoke() ?? new StorageUnavailableException($"{call.Name} can't be reached now.");
            }

            return Task.CompletedTask;
        };

    private async Task<T> RunAsync<T>(StoreCall call, Func<Task<T>> run)
    {
        ThrowIfDead();
        Calls.Enqueue(call);
        if (Before is { } before)
            await before(call);
        ThrowIfDead();
        T result = await run();
        if (After is { } after)
            await after(call);
        ThrowIfDead();
        return result;
    }

    private void ThrowIfDead()
    {
        if (IsDead)
            throw new ProcessKilledException();
    }
}
