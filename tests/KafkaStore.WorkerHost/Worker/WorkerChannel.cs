using System.Threading.Channels;
using Grpc.Core;
using Status = KafkaStore.Tests.FunctionsHost.Protocol.StatusResult.Types.Status;

namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>
/// The conversation with one worker, from its call to its end: it is initialized, asked for its functions, told to load each,
/// and is then ready to run them.
/// </summary>
internal sealed class WorkerChannel(string appFolder, Action<WorkerLogEntry> log)
{
    private readonly Channel<StreamingMessage> outbox = Channel.CreateUnbounded<StreamingMessage>();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, IndexedFunction> functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> capabilities = [];
    private int loaded;

    /// <summary>All functions are loaded.</summary>
    public Task Ready => ready.Task;

    /// <summary>Complete once it is ready.</summary>
    public IReadOnlyDictionary<string, IndexedFunction> Functions => functions;

    /// <summary>Such as <c>HttpUri</c>: where the worker takes HTTP requests.</summary>
    public IReadOnlyDictionary<string, string> Capabilities => capabilities;

    public PendingInvocations Pending { get; } = new();

    public void Send(StreamingMessage message) => outbox.Writer.TryWrite(message);

    /// <summary>Until the worker hangs up.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing,
        CancellationToken cancellationToken
    )
    {
        Task sending = SendAllAsync(outgoing, cancellationToken);
        var init = new WorkerInitRequest
        {
            HostVersion = "4.1045.0",
            WorkerDirectory = appFolder,
            FunctionAppDirectory = appFolder,
        };
        Send(new StreamingMessage { WorkerInitRequest = init });
        try
        {
            await foreach (StreamingMessage message in incoming.ReadAllAsync(cancellationToken))
                Take(message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It went away without a word: it was killed, or this host ends.
        }
        finally
        {
            Pending.FailAll();
            outbox.Writer.TryComplete();
            await sending;
        }
    }

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (StreamingMessage message in outbox.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The worker went away; whoever waits for an answer is told by the other direction.
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitResponse when Succeeded("initialize", message.WorkerInitResponse.Result):
                foreach ((string name, string value) in message.WorkerInitResponse.Capabilities)
                    capabilities[name] = value;
                Send(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appFolder } });
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse
                when Succeeded("list its functions", message.FunctionMetadataResponse.Result):
                Load(message.FunctionMetadataResponse.FunctionMetadataResults);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse
                when Succeeded("load a function", message.FunctionLoadResponse.Result):
                if (++loaded == functions.Count)
                    ready.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                Pending.Complete(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                RpcLog entry = message.RpcLog;
                string exception = entry.Exception is { } thrown ? $" | {thrown.Message}" : "";
                log(new WorkerLogEntry((LogLevel)(int)entry.Level, entry.Category, entry.Message + exception));
                break;
        }
    }

    private void Load(IReadOnlyCollection<RpcFunctionMetadata> all)
    {
        foreach (RpcFunctionMetadata metadata in all)
            functions.Add(metadata.Name, IndexedFunction.Of(metadata));
        foreach (RpcFunctionMetadata metadata in all)
        {
            Send(
                new StreamingMessage
                {
                    FunctionLoadRequest = new FunctionLoadRequest { FunctionId = metadata.FunctionId, Metadata = metadata },
                }
            );
        }
    }

    private bool Succeeded(string what, StatusResult result)
    {
        if (result.Status != Status.Success)
            ready.TrySetException(new WorkerStartException($"The worker could not {what}: {result.Exception?.Message ?? result.Result}"));
        return result.Status == Status.Success;
    }
}
