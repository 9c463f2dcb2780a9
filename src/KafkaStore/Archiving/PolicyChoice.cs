namespace KafkaStore.Archiving;

/// <summary>Which policy a topic has.</summary>
/// <param name="Defaults">Of every topic that has none of its own.</param>
/// <param name="Own">Policies of their own; where several patterns match a topic the last decides.</param>
public sealed record PolicyChoice(TopicPolicy Defaults, IReadOnlyList<PatternPolicy> Own)
{
    /// <param name="topic">As Kafka has it.</param>
    public TopicPolicy Of(string topic) => Own.LastOrDefault(own => own.Pattern.Matches(topic))?.Policy ?? Defaults;
}
