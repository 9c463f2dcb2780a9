namespace KafkaStore.Generations;

/// <summary>What Kafka calls the topic that a generation is.</summary>
public static class KafkaTopic
{
    /// <param name="name">Of a generation; anything else stays as it is.</param>
    public static string Of(string name) => TopicGeneration.TopicOf(name);

    public static TopicPartition Of(TopicPartition partition) => partition with { Topic = Of(partition.Topic) };
}
