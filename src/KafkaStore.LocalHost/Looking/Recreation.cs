using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Looking;

/// <summary>A topic that was deleted and created again while this process ran.</summary>
/// <param name="Generation">What it goes on as.</param>
/// <param name="Former">What was archived until then.</param>
/// <param name="At">When it was seen.</param>
public sealed record Recreation(TopicGeneration Generation, TopicGeneration Former, DateTimeOffset At);
