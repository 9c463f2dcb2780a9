namespace KafkaStore.Scripted;

/// <summary>What the nodes and the requests' handlers share. One lock guards all of it.</summary>
public sealed partial class ScriptedBroker
{
    private const int RequestsKept = 10_000;

    private long bytesSent;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Lock Gate { get; } = new();

    internal TimeProvider Time { get; }

    internal long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    internal ClusterHistory History { get; }

    internal GroupCoordinator Groups { get; }

    internal ProducerIds Producers { get; } = new();

    /// <summary>Ends at the next change of anything.</summary>
    internal Task Changed => changed.Task;

    /// <summary>A change of records.</summary>
    internal void Change(Action change) =>
        Change(() =>
        {
            change();
            return true;
        });

    /// <summary>A change of records.</summary>
    internal T Change<T>(Func<T> change)
    {
        lock (Gate)
        {
            T result = change();
            changed.SetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return result;
        }
    }

    /// <summary>A change that Metadata shows.</summary>
    internal void Reshape(Action change) =>
        Change(() =>
        {
            change();
            History.Note(topics.Values);
        });

    internal async Task SeeAsync(Call call)
    {
        var request = new SeenRequest(call.Api, call.Version, call.ClientId, call.Node.Id);
        requests.Enqueue(request);
        while (requests.Count > RequestsKept)
            requests.TryDequeue(out _);
        if (Before is { } before)
            await before(request).WaitAsync(call.Stopping);
    }

    internal void Count(long sent) => Interlocked.Add(ref bytesSent, sent);

    internal void Note(Exception problem) => problems.Enqueue(problem);
}
