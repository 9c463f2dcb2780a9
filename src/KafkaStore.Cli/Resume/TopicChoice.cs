namespace KafkaStore.Cli.Resume;

/// <summary>What an operator says of the topic that the brokers have now.</summary>
/// <param name="Same">Its id, where it continues the archived one; null where it is the next generation.</param>
internal sealed record TopicChoice(TopicId? Same);
