namespace KafkaStore.Functions.Http.Health;

/// <param name="Trouble">Why it is not ready; null where it is.</param>
/// <param name="Faulted">Partitions that are faulted; null where nothing is archived.</param>
public sealed record ReadyAnswer(string? Trouble, int? Faulted);
