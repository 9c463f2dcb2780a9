namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>The functions that one worker is running.</summary>
internal sealed class PendingInvocations
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> byId = new();
    private volatile bool isGone;

    /// <summary>Waits for the answer, which may say that the function failed.</summary>
    /// <exception cref="WorkerGoneException">The worker ended first.</exception>
    public Task<InvocationResponse> Add(string id)
    {
        var answer = new TaskCompletionSource<InvocationResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        byId[id] = answer;
        if (isGone)
            FailAll();
        return answer.Task;
    }

    public void Complete(InvocationResponse response)
    {
        if (byId.TryRemove(response.InvocationId, out TaskCompletionSource<InvocationResponse>? answer))
            answer.TrySetResult(response);
    }

    /// <summary>The worker is gone: those that it was running, and those that come too late.</summary>
    public void FailAll()
    {
        isGone = true;
        foreach (string id in byId.Keys)
        {
            if (byId.TryRemove(id, out TaskCompletionSource<InvocationResponse>? answer))
                answer.TrySetException(new WorkerGoneException());
        }
    }
}
