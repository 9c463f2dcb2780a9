using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Says of a record that was refused what the target has against it, with the settings that it has now.</summary>
internal sealed class Refusal(ArchivedRange archive, IRestoreTarget target)
{
    public async Task<RestoreException> DescribeAsync(
        TopicPartition source,
        RecordRefusedException refused,
        CancellationToken cancellationToken
    )
    {
        string topic = refused.Target.Topic;
        (string cause, string remedy) = refused.Kind switch
        {
            RefusalKind.TooLarge => (
                $"it has {await BytesAsync(source, refused, cancellationToken)} bytes before compression, and {await NowAsync(topic, TopicSettings.MaxMessageBytes)}",
                $"Raise {TopicSettings.MaxMessageBytes}"
            ),
            RefusalKind.LargerThanSegment => (
                $"it has {await BytesAsync(source, refused, cancellationToken)} bytes before compression, and {await NowAsync(topic, TopicSettings.SegmentBytes)}",
                $"Raise {TopicSettings.SegmentBytes}"
            ),
            RefusalKind.TooLargeForClient => (
                $"it has {await BytesAsync(source, refused, cancellationToken)} bytes, more than this client's own message.max.bytes or queue.buffering.max.kbytes",
                "Raise them with --kafka-property NAME=VALUE"
            ),
            RefusalKind.Timestamp => (
                $"its time is {await TimeAsync(source, refused, cancellationToken)}, {await NowAsync(topic, TopicSettings.TimestampBefore)}, and {await NowAsync(topic, TopicSettings.TimestampAfter)}",
                "Set the one that is too short to 9223372036854775807"
            ),
            RefusalKind.Content => (
                await NowAsync(topic, TopicSettings.CleanupPolicy),
                $"Where that is compact no record goes without a key: set {TopicSettings.CleanupPolicy} to delete, or see what else the topic wants of its records"
            ),
            RefusalKind.NotAllowed => ("this client may not write there", $"Let it write to {topic}"),
            RefusalKind.Forgotten => (
                $"the topic has lost what this restore wrote before it, and {await NowAsync(topic, TopicSettings.RetentionTime)}",
                $"Set {TopicSettings.RetentionTime} to -1; if records are gone by now, the next run says so"
            ),
            _ => ("nothing more is known of it", "Remove the cause"),
        };
        return new RestoreException(
            $"the record at offset {refused.ArchivedOffset} of {source} in the archive was refused for {refused.Target} ({refused.Reason.TrimEnd('.')}): {cause}. "
                + $"{remedy}; the same command goes on with that record.",
            refused
        );
    }

    private async Task<string> NowAsync(string topic, string setting)
    {
        try
        {
            TopicSettings settings = await target.AskSettingsAsync(topic, CancellationToken.None);
            return settings.Text(setting) is { } value ? $"{setting} of {topic} is {value}" : $"{setting} of {topic} is not known";
        }
        catch (BrokerUnavailableException)
        {
            return $"{setting} of {topic} could not be asked for"; // what was refused matters more
        }
    }

    private async Task<string> BytesAsync(TopicPartition source, RecordRefusedException refused, CancellationToken cancellationToken) =>
        (await ReadAsync(source, refused.ArchivedOffset, record => BatchBytes.Of(record), cancellationToken)).ToString(
            CultureInfo.InvariantCulture
        );

    private async Task<string> TimeAsync(TopicPartition source, RecordRefusedException refused, CancellationToken cancellationToken)
    {
        long time = await ReadAsync(source, refused.ArchivedOffset, record => record.Timestamp, cancellationToken);
        return Reading.Ranges.TimeText.Format(time) ?? time.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<long> ReadAsync(TopicPartition source, long offset, Func<Record, long> what, CancellationToken cancellationToken)
    {
        var one = new RecordRange(source) { FromOffset = offset, ToOffset = offset + 1 };
        await foreach (Record record in archive.ReadAsync(one, cancellationToken))
            return what(record);
        throw new InvalidOperationException($"The archive has no record at offset {offset} of {source}, which was just written.");
    }
}
