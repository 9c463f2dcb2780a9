namespace KafkaStore.Cli.Live;

/// <summary>Something that is not well.</summary>
/// <param name="What">The partition, the topic, the brokers, the staging.</param>
/// <param name="Text">What is wrong and what to do.</param>
/// <param name="IsLasting">Whether it stays until somebody does something.</param>
internal sealed record LiveTrouble(string What, string Text, bool IsLasting);
