using System.Collections.Immutable;
using System.Diagnostics;
using KafkaStore.Accepting;
using KafkaStore.Functions.Telemetry;
using Microsoft.DurableTask.Client;

namespace KafkaStore.Functions;

/// <summary>Stages each partition's part of a batch durably and tells the partition's entity; then the offset may be committed.</summary>
public sealed class AppendBatch(BatchAcceptor acceptor, BatchLinks? links = null)
{
    /// <summary>Throws when anything could not be staged or signalled: the whole batch is then delivered again.</summary>
    [Function(nameof(AppendBatch))]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public async Task RunAsync(
        // What else the trigger needs comes from the settings, by KafkaTriggers.
        [KafkaTrigger(
            "KafkaBrokers",
            "%KafkaTopic%",
            ConsumerGroup = "%KafkaConsumerGroup%",
            IsBatched = true,
            KeyDataType = KafkaMessageKeyType.Binary
        )] KafkaRecord[] records,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(records);
        await AcceptAsync(
            records.Select(ToDomain),
            ImmutableDictionary<TopicPartition, List<OffsetRange>>.Empty,
            client,
            cancellationToken
        );
    }

    /// <summary>Likewise what a consumer of our own read.</summary>
    /// <inheritdoc cref="BatchAcceptor.AcceptAsync"/>
    public async Task AcceptAsync(
        IEnumerable<KeyValuePair<TopicPartition, Record>> batch,
        IReadOnlyDictionary<TopicPartition, List<OffsetRange>> empty,
        DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        using Activity? span = Spans.Accept();
        IReadOnlyList<BatchSummary> summaries = await StageAsync(batch, empty, span, cancellationToken);
        foreach (BatchSummary summary in summaries)
        {
            if (span is not null)
                links?.Add(summary.Partition, span);
            await client.Entities.SignalEntityAsync(
                EntityIds.Of(summary.Partition),
                Operations.Append,
                summary,
                cancellation: cancellationToken
            );
        }
    }

    private async Task<IReadOnlyList<BatchSummary>> StageAsync(
        IEnumerable<KeyValuePair<TopicPartition, Record>> batch,
        IReadOnlyDictionary<TopicPartition, List<OffsetRange>> empty,
        Activity? span,
        CancellationToken cancellationToken
    )
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<BatchSummary> summaries = await acceptor.AcceptAsync(batch, empty, cancellationToken);
            Metrics.Accepted(summaries, Stopwatch.GetElapsedTime(began));
            span?.SetTag("records", summaries.Sum(each => each.Figures.Records));
            return summaries;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Metrics.NotAccepted(e, Stopwatch.GetElapsedTime(began));
            span.Failed(e);
            throw;
        }
    }

    // The binding's annotations say that nothing is null; keys, values and header values of real records are.
    private static KeyValuePair<TopicPartition, Record> ToDomain(KafkaRecord record)
    {
        KafkaHeader[]? headers = record.Headers;
        KafkaTimestamp? timestamp = record.Timestamp;
        return new(
            new TopicPartition(record.Topic, record.Partition),
            new Record(
                record.Offset,
                timestamp?.UnixTimestampMs ?? -1,
                Optional(record.Key),
                Optional(record.Value),
                headers is null or [] ? [] : [.. headers.Select(header => new RecordHeader(header.Key, Optional(header.Value)))]
            )
        );
    }

    // A bare null would become empty memory: arrays, null ones too, convert to ReadOnlyMemory.
    private static ReadOnlyMemory<byte>? Optional(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;
}
