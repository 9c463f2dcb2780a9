using KafkaStore.Records;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>
/// The local host's consumer: reads assigned partitions, commits under the consumer group without joining it (every five
/// seconds, when asked to, and at the end), or joins it and reads what it is given. One call of <see cref="AssignAsync"/>,
/// <see cref="MoveAsync"/> or <see cref="ReadAsync"/> at a time; storing and committing may run beside them. After the brokers were away it goes on
/// where it was.
/// </summary>
public sealed class KafkaRecordSource : IRecordSource
{
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a batch is filled at most, once its first record has come.</summary>
    public static TimeSpan LongestFill => SourceBatch.LongestFill;

    /// <summary>A batch ends when nothing more comes for so long.</summary>
    public static TimeSpan Lull => SourceBatch.Lull;

    private readonly ILogger logger;
    private readonly SourcePositions positions;
    private readonly GroupMembership membership;
    private readonly RecordConsumer consumer;

    // What went wrong after items that were still to be delivered.
    private Exception? pending;

    /// <param name="options">The brokers and the group.</param>
    public KafkaRecordSource(KafkaClientOptions options, ILogger logger)
    {
        this.logger = logger;
        positions = new SourcePositions(logger);
        membership = new GroupMembership(positions, logger);
        consumer = new RecordConsumer(options, ClientConfiguration.ForSource(options), logger, membership);
    }

    /// <inheritdoc/>
    public Task AssignAsync(IReadOnlyDictionary<TopicPartition, long> positions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return Task.Run(
            () =>
            {
                pending = null;
                this.positions.Reset(positions);
                consumer.Assignment.Replace(positions);
            },
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task MoveAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                if (positions.Move(partition, offset))
                {
                    consumer.Assignment.Move(partition, offset, positions.Read);
                }
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public Task SubscribeAsync(
        IReadOnlyCollection<string> topics,
        Func<TopicPartition, Task<long>> resume,
        CancellationToken cancellationToken
    )
    {
        membership.Join(resume);
        return Task.Run(() => consumer.Assignment.Subscribe(topics), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SourceItems> ReadAsync(BatchLimits limits, TimeSpan patience, CancellationToken cancellationToken) =>
        // Of a thread of its own: it waits in the client's code, which the pool does not see.
        new(
            Task.Factory.StartNew(
                () => Read(limits, patience, cancellationToken),
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
        );

    /// <inheritdoc/>
    public long? SeenEnd(TopicPartition partition) => consumer.SeenEnd(partition);

    /// <inheritdoc/>
    public void StoreOffset(TopicPartition partition, long next) => consumer.StoreOffset(partition, next);

    /// <inheritdoc/>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(consumer.Commit, cancellationToken).WaitAsync(CommitTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.CommitFailed(logger, $"no answer within {CommitTimeout.TotalSeconds:0} s");
        }
    }

    public async ValueTask DisposeAsync()
    {
        membership.Close();
        await Task.Run(consumer.Dispose);
    }

    // A topic that is not there any more holds up no other; whoever asks for bounds hears of it.
    private bool TryTake(TimeSpan wait, out SourceItem item)
    {
        try
        {
            return consumer.TryConsume(wait, out item);
        }
        catch (UnreadableLogException damaged)
        {
            item = new SourceItem(damaged.Partition, LogItem.Unreadable(damaged.Offset, damaged.Message));
            return true;
        }
        catch (UnknownTopicException unknown)
        {
            Log.TopicGone(logger, unknown.Message);
            item = default;
            return false;
        }
    }

    private SourceItems Read(BatchLimits limits, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref pending, null) is { } failure)
        {
            throw failure;
        }
        var items = new RentedList<SourceItem>();
        var batch = new SourceBatch(limits, patience, items);
        var slab = new RecordSlab();
        consumer.Slab = slab;
        try
        {
            while (!batch.IsComplete)
            {
                bool came = TryTake(batch.NextWait, out SourceItem item);
                while (membership.TryTake(out SourceItem change))
                {
                    batch.Add(change);
                }
                if (came)
                {
                    if (positions.Accept(ref item))
                    {
                        batch.Add(item);
                        if (item.Item.Kind == LogItemKind.Unreadable)
                        {
                            consumer.Assignment.Pause(item.Partition);
                        }
                    }
                }
                else if (batch.IsEmpty)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    consumer.ThrowIfUnreachable();
                }
                else
                {
                    break;
                }
            }
        }
        catch (Exception error) when (!batch.IsEmpty)
        {
            // The consumer is past these items already: they must arrive before what went wrong after them.
            pending = error;
        }
        finally
        {
            consumer.Slab = null;
        }
        return new SourceItems(items, slab, items);
    }
}
