namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>One run of a function: what its parameters get.</summary>
internal sealed record Invocation(string Function)
{
    /// <summary>By which HTTP requests and cancellations find it.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString();

    /// <summary>By the names of parameters.</summary>
    public IReadOnlyDictionary<string, TypedData> Inputs { get; init; } = new Dictionary<string, TypedData>();

    /// <summary>What the trigger knows besides: offsets, parts of a route.</summary>
    public IReadOnlyDictionary<string, TypedData> Metadata { get; init; } = new Dictionary<string, TypedData>();

    public RetryContext? Retry { get; init; }

    public InvocationRequest ToRequest(IndexedFunction function)
    {
        var request = new InvocationRequest
        {
            InvocationId = Id,
            FunctionId = function.Id,
            TraceContext = new RpcTraceContext(),
            RetryContext = Retry,
        };
        foreach ((string name, TypedData data) in Inputs)
            request.InputData.Add(new ParameterBinding { Name = name, Data = data });
        foreach ((string name, TypedData data) in Metadata)
            request.TriggerMetadata.Add(name, data);
        return request;
    }
}
