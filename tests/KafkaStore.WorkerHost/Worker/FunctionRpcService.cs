using Grpc.Core;
using RpcException = Grpc.Core.RpcException;
using Status = Grpc.Core.Status;

namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>Where a worker calls in: says who it is, and is from then on spoken to through its channel.</summary>
internal sealed class FunctionRpcService(WorkerChannels channels) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context
    )
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A worker's first message is StartStream."));
        WorkerChannel channel =
            channels.Find(start.WorkerId)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"No worker of the id {start.WorkerId} was started here."));
        await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
