namespace KafkaStore.Scripted.Scripting;

/// <summary>A request that a client sent.</summary>
/// <param name="Node">The id of the node that it was sent to.</param>
public readonly record struct SeenRequest(Api Api, short Version, string? ClientId, int Node);
