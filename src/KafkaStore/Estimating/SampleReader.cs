using KafkaStore.Archiving;
using KafkaStore.Broker;

namespace KafkaStore.Estimating;

/// <summary>Reads what is planned of partitions, some at a time. Joins no group, commits nothing, writes nothing.</summary>
/// <param name="options">The policies.</param>
public sealed class SampleReader(IRecordLog log, ArchiverOptions options)
{
    // Each has a client of its own with a queue of records.
    private const int AtATime = 4;

    // A broker that has nothing to say of offsets below its own end, this often, is not answering.
    private const int MostSilences = 3;

    private long done;

    /// <summary>Offsets that were read so far.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>A sample of each plan, in their order.</summary>
    /// <param name="plans">What to read.</param>
    /// <param name="found">Told of the objects of partitions that are read whole: those of each in order, of several at the same time. Null for nobody.</param>
    /// <exception cref="BrokerUnavailableException">The broker does not answer, or what it has is damaged.</exception>
    public async Task<IReadOnlyList<PartitionSample>> ReadAsync(
        IReadOnlyList<SamplePlan> plans,
        Action<PredictedObject>? found,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(plans);
        var samples = new PartitionSample[plans.Count];
        await SideBySide.ForAsync(
            plans.Count,
            AtATime,
            async (i, cancelled) => samples[i] = await ReadAsync(plans[i], found, cancelled),
            cancellationToken
        );
        return samples;
    }

    // Where the limit of bytes ends what was to be read whole, only its beginning is known: then as many records are read from all over it.
    private async Task<PartitionSample> ReadAsync(SamplePlan plan, Action<PredictedObject>? found, CancellationToken cancellationToken)
    {
        PartitionSample sample = await ReadWindowsAsync(plan, found, cancellationToken);
        return plan.IsWhole && !plan.IsEmpty && sample.Windows[^1].Offsets.To < plan.Bounds.End
            ? await ReadWindowsAsync(plan.Shortened(sample.Offsets), found, cancellationToken)
            : sample;
    }

    private async Task<PartitionSample> ReadWindowsAsync(
        SamplePlan plan,
        Action<PredictedObject>? found,
        CancellationToken cancellationToken
    )
    {
        var sample = new PartitionSample(plan);
        if (plan.IsEmpty)
            return sample;
        await using ILogCursor cursor = log.OpenCursor(sample.Partition);
        foreach (OffsetRange window in plan.Windows)
        {
            using var reader = new WindowReader(sample, options, window, plan.IsWhole ? found : null);
            sample.Windows.Add(await ReadAsync(cursor, plan, window, reader, cancellationToken));
        }

        return sample;
    }

    private async Task<WindowSample> ReadAsync(
        ILogCursor cursor,
        SamplePlan plan,
        OffsetRange window,
        WindowReader reader,
        CancellationToken cancellationToken
    )
    {
        await cursor.SeekAsync(window.From, cancellationToken);
        int silences = 0;
        long next = window.From;
        while (next < window.To && reader.Bytes < (plan.MostBytesOfAWindow ?? long.MaxValue))
        {
            LogItem item = await cursor.ReadAsync(cancellationToken);
            long before = next;
            switch (item.Kind)
            {
                case LogItemKind.Record when item.Offset < window.To:
                    await reader.AddAsync(item.Record!.Value);
                    next = item.Offset + 1;
                    silences = 0;
                    break;
                case LogItemKind.Record or LogItemKind.EndOfPartition:
                    next = window.To; // nothing lies before that
                    break;
                case LogItemKind.OutOfRange:
                    next = await GoOnAsync(cursor, plan.Bounds.Partition, window, reader, cancellationToken);
                    break;
                case LogItemKind.Nothing when ++silences < MostSilences:
                    break;
                default:
                    throw new BrokerUnavailableException(
                        $"The broker does not answer when asked for {plan.Bounds.Partition} from offset {next} on, which it has."
                    );
            }

            Interlocked.Add(ref done, next - before);
        }

        return await reader.CompleteAsync(next);
    }

    // Retention may overtake the reading: what is gone is not archived either.
    private async Task<long> GoOnAsync(
        ILogCursor cursor,
        TopicPartition partition,
        OffsetRange window,
        WindowReader reader,
        CancellationToken cancellationToken
    )
    {
        LogBounds? bounds = await log.FindBoundsAsync(partition, cancellationToken);
        if (bounds is not { } now || now.Start >= window.To || now.Start <= window.From)
            return window.To;
        await cursor.SeekAsync(now.Start, cancellationToken);
        reader.GoOnAt(now.Start);
        return now.Start;
    }
}
