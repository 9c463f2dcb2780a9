namespace KafkaStore.Tests.FunctionsHost.Triggers;

/// <summary>What a parameter with <c>[DurableClient]</c> gets: where the host's Durable extension is, from which the worker makes its client.</summary>
internal sealed record DurableClientBinding(Uri Grpc, string TaskHub)
{
    public TypedData ToTypedData() =>
        new()
        {
            String = JsonSerializer.Serialize(
                new
                {
                    rpcBaseUrl = Grpc.ToString(),
                    taskHubName = TaskHub,
                    connectionName = "AzureWebJobsStorage",
                    requiredQueryStringParameters = "",
                    httpBaseUrl = "http://localhost/runtime/webhooks/durabletask",
                    maxGrpcMessageSizeInBytes = int.MaxValue,
                    grpcHttpClientTimeout = "\"00:01:40\"",
                }
            ),
        };
}
