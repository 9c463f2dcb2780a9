namespace KafkaStore.Broker;

/// <summary>What the brokers say of a topic's identity. Only the first kind may be compared with anything.</summary>
public abstract record IdentityAnswer
{
    private IdentityAnswer() { }

    /// <summary>The topic has this id.</summary>
    /// <param name="Id">Never none.</param>
    /// <param name="ClusterId">Null where the cluster gives none.</param>
    public sealed record Known(TopicId Id, string? ClusterId) : IdentityAnswer;

    /// <summary>These brokers give topics no ids: older ones, or no controller that could be asked.</summary>
    public sealed record WithoutIds : IdentityAnswer;

    /// <summary>The brokers have no such topic at present.</summary>
    public sealed record UnknownTopic : IdentityAnswer;

    /// <summary>Nobody answered, or not that; it is worth asking again.</summary>
    /// <param name="Reason">To follow a colon.</param>
    public sealed record NoAnswer(string Reason) : IdentityAnswer;
}
