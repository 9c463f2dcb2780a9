using Status = KafkaStore.Tests.FunctionsHost.Protocol.StatusResult.Types.Status;

namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>The host's one worker, whichever process that is now: between two of them invocations wait for the next.</summary>
internal sealed class WorkerSlot(WorkerHostOptions options) : IAsyncDisposable
{
    private readonly ConcurrentQueue<InvocationOutcome> outcomes = [];
    private readonly ConcurrentQueue<WorkerLogEntry> logs = [];
    private volatile TaskCompletionSource<WorkerChannel> current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerProcess? process;
    private Uri? host;
    private int running;

    public WorkerChannels Channels { get; } = new();

    public IReadOnlyDictionary<string, IndexedFunction> Functions => current.Task.Result.Functions;

    public IReadOnlyCollection<InvocationOutcome> Outcomes => outcomes;

    public IReadOnlyCollection<WorkerLogEntry> Logs => logs;

    /// <summary>Of the process that was started last.</summary>
    public int ProcessId => process?.Id ?? 0;

    /// <summary>The worker that runs functions now, or the next one.</summary>
    public Task<WorkerChannel> WorkerAsync() => current.Task;

    public async Task StartAsync(Uri grpc)
    {
        host = grpc;
        string id = Guid.NewGuid().ToString();
        var channel = new WorkerChannel(Path.GetDirectoryName(Path.GetFullPath(options.WorkerFile))!, logs.Enqueue);
        Channels.Add(id, channel);
        process = WorkerProcess.Start(options, id, grpc, logs.Enqueue);
        Task exit = process.WaitForExitAsync();
        Task first = await Task.WhenAny(channel.Ready, exit, Task.Delay(options.StartPatience));
        if (first != channel.Ready)
        {
            string why = first == exit ? "ended at its start" : "was not ready in time";
            throw new WorkerStartException($"The worker {why}: {string.Join('\n', logs.Select(entry => entry.Message).TakeLast(20))}");
        }

        await channel.Ready;
        current.SetResult(channel);
    }

    /// <summary>SIGKILL, then another worker.</summary>
    public Task<int> KillAndRestartAsync() =>
        EndAndRestartAsync(ending =>
        {
            ending.Kill();
            return Task.CompletedTask;
        });

    /// <summary>SIGTERM, then another worker.</summary>
    public Task<int> TerminateAndRestartAsync() => EndAndRestartAsync(ending => ending.AskToEndAsync());

    /// <summary>Runs a function, in the next worker where this one is gone.</summary>
    /// <exception cref="InvocationFailedException">It failed.</exception>
    /// <exception cref="WorkerGoneException">The worker ended before it did.</exception>
    public async Task<InvocationResponse> InvokeAsync(Invocation invocation)
    {
        WorkerChannel channel = await current.Task;
        if (!channel.Functions.TryGetValue(invocation.Function, out IndexedFunction? function))
            throw new ArgumentException($"The app has no function {invocation.Function}.", nameof(invocation));
        Interlocked.Increment(ref running);
        try
        {
            Task<InvocationResponse> answer = channel.Pending.Add(invocation.Id);
            channel.Send(
                new StreamingMessage { RequestId = Guid.NewGuid().ToString(), InvocationRequest = invocation.ToRequest(function) }
            );
            InvocationResponse response = await answer;
            StatusResult result = response.Result;
            outcomes.Enqueue(new InvocationOutcome(function.Name, result.Status.ToString(), result.Exception?.Message));
            return result.Status == Status.Success
                ? response
                : throw new InvocationFailedException(function.Name, result.Status.ToString(), Shown(result.Exception));
        }
        catch (WorkerGoneException e)
        {
            outcomes.Enqueue(new InvocationOutcome(function.Name, InvocationOutcome.WorkerGone, e.Message));
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>Nobody waits for this invocation any more; it still ends as it does.</summary>
    public async Task CancelAsync(string invocationId) =>
        (await current.Task).Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    /// <summary>Nothing that was begun is left.</summary>
    public async Task WhenIdleAsync()
    {
        while (Volatile.Read(ref running) > 0)
            await Task.Delay(20);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        WorkerChannel channel = await current.Task;
        channel.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(options.Grace) } });
        using var grace = new CancellationTokenSource(options.Grace);
        try
        {
            return await process!.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            process!.Kill();
            return await process.WaitForExitAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static RpcException Shown(RpcException? exception) => exception ?? new RpcException { Message = "the worker gives no reason" };

    private async Task<int> EndAndRestartAsync(Func<WorkerProcess, Task> end)
    {
        WorkerChannel old = await current.Task;
        current = new TaskCompletionSource<WorkerChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (WorkerProcess ending = process!)
        {
            await end(ending);
            int exitCode = await ending.WaitForExitAsync();
            old.Pending.FailAll();
            await StartAsync(host!);
            return exitCode;
        }
    }
}
