namespace KafkaStore.Kafka.Errors;

/// <summary>The client's errors as the domain's.</summary>
internal static class BrokerErrors
{
    public static BrokerUnavailableException NoAnswer(string brokers, string reason, Exception? inner = null) =>
        new(
            AdvertisedAddress.In(reason, brokers) is { } advertised
                ? $"Kafka at {brokers} answers, and says that a broker is at {advertised}, which can't be reached from here ({Plain(reason)}): let its advertised.listeners name an address that this machine can reach"
                : $"no Kafka broker answers at {brokers} ({Plain(reason)})",
            inner
        );

    /// <param name="doing">What was asked of the broker, to follow "while".</param>
    public static Exception Translate(KafkaException failure, KafkaClientOptions options, string? topic, string doing) =>
        failure.Error.Code switch
        {
            ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.TopicException when topic is not null =>
                new UnknownTopicException(topic, options.Brokers, options.Names),
            _ when IsNoAnswer(failure.Error) => NoAnswer(options.Brokers, failure.Error.Reason, failure),
            _ => new BrokerUnavailableException(
                $"Kafka at {options.Brokers} refused while {doing}: {Plain(failure.Error.Reason)}",
                failure
            ),
        };

    /// <summary>What the broker sent, or says that it has, is not what was written.</summary>
    public static bool IsDamage(Error error) =>
        error.Code is ErrorCode.Local_BadMsg or ErrorCode.Local_BadCompression or ErrorCode.InvalidMsg;

    public static bool IsNoAnswer(Error error) =>
        error.Code
            is ErrorCode.Local_Transport
                or ErrorCode.Local_AllBrokersDown
                or ErrorCode.Local_TimedOut
                or ErrorCode.Local_MsgTimedOut
                or ErrorCode.Local_Resolve
                or ErrorCode.Local_DestroyBroker;

    /// <summary>librdkafka's reason without its name for the connection (<c>HOST:PORT/ID: </c>) and that connection's state.</summary>
    public static string Plain(string reason)
    {
        int colon = reason.IndexOf(": ", StringComparison.Ordinal);
        if (colon >= 0 && reason.AsSpan(0, colon).Contains('/') && !reason.AsSpan(0, colon).Contains(' '))
        {
            reason = reason[(colon + 2)..];
        }
        int state = reason.IndexOf(" (after ", StringComparison.Ordinal);
        return state < 0 ? reason : reason[..state];
    }
}
