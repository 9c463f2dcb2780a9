using System.Diagnostics;
using KafkaStore.Records;

namespace KafkaStore.Kafka;

/// <summary>
/// Writes records into topics, idempotently and in order within a partition. One caller at a time. What could not be
/// delivered is said by the next <see cref="WriteAsync"/> or <see cref="FlushAsync"/>; the writer is of no more use then.
/// </summary>
public sealed class KafkaRecordWriter : IAsyncDisposable
{
    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FlushSlice = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(1);

    private readonly KafkaClientOptions options;
    private readonly IProducer<byte[]?, byte[]?> producer;
    private readonly Action<DeliveryReport<byte[]?, byte[]?>>? observer;
    private readonly Func<RefusedRecord, Exception?> translate;
    private readonly HashSet<string> askedTopics = new(StringComparer.Ordinal);
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly TimeSpan patience;
    private RefusedRecord? failure;
    private long acknowledged;
    private long queued;

    public KafkaRecordWriter(KafkaClientOptions options, ILogger logger)
        : this(
            options,
            ClientConfiguration.ForProducer(options ?? throw new ArgumentNullException(nameof(options))),
            logger,
            null,
            _ => null,
            Timeout.InfiniteTimeSpan
        ) { }

    /// <param name="config">The client's settings.</param>
    /// <param name="observer">Told of every record that was delivered, from another thread.</param>
    /// <param name="translate">Says what it means that a record was refused; null where it is a failure like any other.</param>
    /// <param name="patience">How long it may wait while nothing at all is acknowledged; infinite where the client itself gives up.</param>
    internal KafkaRecordWriter(
        KafkaClientOptions options,
        ProducerConfig config,
        ILogger logger,
        Action<DeliveryReport<byte[]?, byte[]?>>? observer,
        Func<RefusedRecord, Exception?> translate,
        TimeSpan patience
    )
    {
        this.patience = patience;
        this.options = options;
        this.logger = logger;
        this.observer = observer;
        this.translate = translate;
        producer = new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler((_, error) => Log.ClientError(logger, error.Code.ToString(), error.Reason))
            .Build();
    }

    /// <summary>Records that the brokers have acknowledged so far.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Queues one record; waits while the queue is full.</summary>
    /// <param name="topic">Where to; it may come into being by this, if the cluster allows that.</param>
    /// <param name="partition">Null: by the key, as Java clients choose; records without key go anywhere.</param>
    /// <param name="record">
    /// Its offset is ignored: the broker gives one. Without a timestamp (-1) it stays so; 0 becomes the present time, since the
    /// client takes it for none given.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for room in the queue; the record is not written then.</param>
    /// <exception cref="BrokerUnavailableException">An earlier record could not be delivered, or this one not queued.</exception>
    public async ValueTask WriteAsync(string topic, int? partition, Record record, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        if (askedTopics.Add(topic))
        {
            await Task.Run(() => LookUp(topic), cancellationToken);
        }
        var target = new Confluent.Kafka.TopicPartition(topic, partition ?? Partition.Any);
        var outgoing = new Message<byte[]?, byte[]?>
        {
            Key = record.Key?.ToArray(),
            Value = record.Value?.ToArray(),
            Headers = RecordConversion.FromHeaders(record.Headers),
            Timestamp = new Timestamp(record.Timestamp, TimestampType.CreateTime),
        };
        (long, long) seen = Look();
        while (!TryQueue(target, outgoing, record.Offset))
        {
            if (Acknowledged == queued)
                throw Translate(new RefusedRecord(queued, target, record.Offset, new Error(ErrorCode.Local_QueueFull)) { IsUnsent = true });
            seen = EnsureProgress(seen);
            await Task.Delay(QueueFullPause, cancellationToken);
            ThrowIfFailed();
        }

        queued++;
    }

    /// <summary>Returns when everything written so far is acknowledged by the brokers.</summary>
    /// <exception cref="BrokerUnavailableException">Some of it could not be delivered.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Task.Run(
            () =>
            {
                (long, long) seen = Look();
                while (producer.Flush(FlushSlice) > 0)
                {
                    seen = EnsureProgress(seen);
                    cancellationToken.ThrowIfCancellationRequested();
                }
            },
            cancellationToken
        );
        ThrowIfFailed();
    }

    /// <summary>Drops what was not flushed.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(producer.Dispose);

    /// <summary>The client looks up a new topic's leaders by a timer of one second, unless it is asked about the topic.</summary>
    private void LookUp(string topic)
    {
        using IAdminClient metadata = new DependentAdminClientBuilder(producer.Handle).Build();
        try
        {
            metadata.GetMetadata(topic, LookUpTimeout);
        }
        catch (KafkaException notYet)
        {
            // Writing meets the same error, where it matters.
            Log.ClientError(logger, notYet.Error.Code.ToString(), notYet.Error.Reason);
        }
    }

    private bool TryQueue(Confluent.Kafka.TopicPartition target, Message<byte[]?, byte[]?> outgoing, long offset)
    {
        try
        {
            long number = queued;
            producer.Produce(target, outgoing, report => NoteDelivery(report, number, offset));
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<byte[]?, byte[]?> refused)
        {
            // What broke the client is said by the report of the record that did.
            if (refused.Error.IsFatal)
                HearAll();
            ThrowIfFailed();
            throw Translate(new RefusedRecord(queued, target, offset, refused.Error) { IsUnsent = true });
        }
    }

    private void NoteDelivery(DeliveryReport<byte[]?, byte[]?> report, long number, long offset)
    {
        if (report.Error.IsError)
        {
            // From a flush and from the client's own thread side by side; those that came after it are given up sooner than it is.
            var refused = new RefusedRecord(number, report.TopicPartition, offset, report.Error);
            lock (gate)
                failure = failure is { } earlier && earlier.Number < number ? earlier : refused;
        }
        else
        {
            observer?.Invoke(report);
            Interlocked.Increment(ref acknowledged);
        }
    }

    private (long Acknowledged, long At) Look() => (Acknowledged, Stopwatch.GetTimestamp());

    private (long Acknowledged, long At) EnsureProgress((long Acknowledged, long At) seen)
    {
        if (Acknowledged != seen.Acknowledged)
            return Look();
        return patience == Timeout.InfiniteTimeSpan || Stopwatch.GetElapsedTime(seen.At) < patience
            ? seen
            : throw BrokerErrors.NoAnswer(options.Brokers, $"nothing was acknowledged for {patience.TotalSeconds:0} s");
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref failure) is null)
            return;
        HearAll();
        throw Translate(Volatile.Read(ref failure)!);
    }

    // Of a client that is done for: the records that are left are given up at once, unless a broker still has them.
    private void HearAll()
    {
        long start = Stopwatch.GetTimestamp();
        while (producer.Flush(FlushSlice) > 0 && Stopwatch.GetElapsedTime(start) < LookUpTimeout)
        {
            // Their reports come in here.
        }
    }

    private Exception Translate(RefusedRecord refused) =>
        translate(refused)
        ?? BrokerErrors.Translate(new KafkaException(refused.Error), options, refused.Target.Topic, $"writing to {refused.Target.Topic}");
}
