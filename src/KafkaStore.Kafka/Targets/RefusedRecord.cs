using KafkaStore.Restoring.Targets;

namespace KafkaStore.Kafka.Targets;

/// <summary>A record that was not delivered.</summary>
/// <param name="Number">How many its writer wrote before it.</param>
/// <param name="Target">Where it was to go.</param>
/// <param name="Offset">As whoever wrote it knows it.</param>
internal sealed record RefusedRecord(long Number, Confluent.Kafka.TopicPartition Target, long Offset, Error Error)
{
    /// <summary>The client itself did not take it.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>What a restore says of it; null where no broker answered.</summary>
    public static Exception? Translate(RefusedRecord refused) =>
        BrokerErrors.IsNoAnswer(refused.Error)
            ? null
            : new RecordRefusedException(
                new Records.TopicPartition(refused.Target.Topic, refused.Target.Partition.Value),
                refused.Offset,
                refused.Kind,
                BrokerErrors.Plain(refused.Error.Reason),
                new KafkaException(refused.Error)
            );

    private RefusalKind Kind =>
        Error.Code switch
        {
            ErrorCode.MsgSizeTooLarge or ErrorCode.Local_QueueFull when IsUnsent => RefusalKind.TooLargeForClient,
            ErrorCode.MsgSizeTooLarge => RefusalKind.TooLarge,
            ErrorCode.RecordListTooLarge => RefusalKind.LargerThanSegment,
            ErrorCode.InvalidTimestamp => RefusalKind.Timestamp,
            ErrorCode.InvalidRecord => RefusalKind.Content,
            ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => RefusalKind.NotAllowed,
            ErrorCode.UnknownProducerId or ErrorCode.OutOfOrderSequenceNumber => RefusalKind.Forgotten,
            _ => RefusalKind.Other,
        };
}
