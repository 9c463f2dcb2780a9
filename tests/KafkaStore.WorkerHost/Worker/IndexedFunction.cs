using System.Text.Json.Nodes;

namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>A function as the worker describes it to the host.</summary>
/// <param name="Name">As in the host's portal.</param>
/// <param name="EntryPoint">The method, with its type before it.</param>
/// <param name="Bindings">What each parameter is bound to, the trigger first as a rule.</param>
/// <param name="Retry">What the host does when it fails; null for nothing.</param>
public sealed record IndexedFunction(string Name, string EntryPoint, IReadOnlyList<JsonObject> Bindings, FunctionRetry? Retry)
{
    internal string Id { get; private init; } = "";

    /// <summary>The binding that makes it run.</summary>
    public JsonObject Trigger => Bindings.Single(binding => Type(binding).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));

    public string TriggerType => Type(Trigger);

    /// <summary>The parameter that the trigger fills.</summary>
    public string TriggerName => (string)Trigger["name"]!;

    internal static IndexedFunction Of(RpcFunctionMetadata metadata) =>
        new(
            metadata.Name,
            metadata.EntryPoint,
            [.. metadata.RawBindings.Select(binding => JsonNode.Parse(binding)!.AsObject())],
            metadata.RetryOptions is { } retry ? FunctionRetry.Of(retry) : null
        )
        {
            Id = metadata.FunctionId,
        };

    private static string Type(JsonObject binding) => (string)binding["type"]!;
}
