using Confluent.Kafka;
using KafkaStore.Archiving;

namespace KafkaStore.Kafka.Clients;

/// <summary>The client's errors as the domain's.</summary>
internal static class BrokerErrors
{
    public static BrokerUnavailableException NoAnswer(string brokers, string reason, Exception? inner = null) =>
        new($"no Kafka broker answers at {brokers} ({Plain(reason)})", inner);

    /// <param name="doing">What was asked of the broker, to follow "while".</param>
    public static Exception Translate(KafkaException failure, string brokers, string? topic, string doing) => failure.Error.Code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.TopicException when topic is not null =>
            new UnknownTopicException(topic, brokers),
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut or ErrorCode.Local_Resolve =>
            NoAnswer(brokers, failure.Error.Reason, failure),
        _ => new BrokerUnavailableException($"Kafka at {brokers} refused while {doing}: {Plain(failure.Error.Reason)}", failure),
    };

    /// <summary>librdkafka's reason without its internal names for the connection and its state.</summary>
    public static string Plain(string reason)
    {
        int bootstrap = reason.IndexOf("/bootstrap: ", StringComparison.Ordinal);
        if (bootstrap >= 0)
        {
            reason = reason[(bootstrap + "/bootstrap: ".Length)..];
        }
        int state = reason.IndexOf(" (after ", StringComparison.Ordinal);
        return state < 0 ? reason : reason[..state];
    }
}
