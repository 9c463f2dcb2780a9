using System.Diagnostics;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>An explicitly assigned consumer of one partition, without any effect on a consumer group.</summary>
internal sealed class KafkaLogCursor(TopicPartition partition, KafkaClientOptions options, ILogger logger) : ILogCursor
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private RecordConsumer? consumer;
    private long asked = -1;

    // Where the next item must lie. What the client fetched before a seek must never pass for what comes after it.
    private long position;

    public async Task SeekAsync(long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        if (consumer is not null && offset < position)
        {
            // Backwards, an item left over would look like a hole before it; a new client has none.
            await CloseAsync();
        }
        asked = position = offset;
        RecordConsumer reader = consumer ??= new RecordConsumer(options, ClientConfiguration.ForCursor(options), logger);
        await Task.Run(() => reader.Assignment.Replace([KeyValuePair.Create(partition, offset)]), cancellationToken);
    }

    public ValueTask<LogItem> ReadAsync(CancellationToken cancellationToken)
    {
        RecordConsumer reader = consumer ?? throw new InvalidOperationException("Seek first: the cursor has no position yet.");
        // Most records wait in the client's queue already; only waiting for one needs another thread.
        return TryTake(reader, TimeSpan.Zero, out LogItem item)
            ? ValueTask.FromResult(item)
            : new ValueTask<LogItem>(Task.Run(() => Wait(reader, cancellationToken), cancellationToken));
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private LogItem Wait(RecordConsumer reader, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(reader, Slice, out LogItem item))
            {
                return item;
            }
            reader.ThrowIfUnreachable();
        } while (Stopwatch.GetElapsedTime(start) < options.CursorPatience);
        return LogItem.Nothing(asked);
    }

    private bool TryTake(RecordConsumer reader, TimeSpan wait, out LogItem item)
    {
        while (reader.TryConsume(wait, out SourceItem found))
        {
            item = found.Item;
            if (item.Offset >= position)
            {
                if (item.Kind == LogItemKind.OutOfRange)
                {
                    item = LogItem.OutOfRange(asked);
                }
                else
                {
                    position = item.Kind == LogItemKind.Record ? item.Offset + 1 : item.Offset;
                }
                return true;
            }
            Log.StaleItemDropped(logger, partition.ToString(), item.Offset, position);
        }
        item = default;
        return false;
    }

    private async Task CloseAsync()
    {
        if (consumer is { } closing)
        {
            consumer = null;
            await Task.Run(closing.Dispose);
        }
    }
}
