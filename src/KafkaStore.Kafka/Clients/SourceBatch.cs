using System.Diagnostics;
using KafkaStore.Records;

namespace KafkaStore.Kafka.Clients;

/// <summary>One batch in the making: what it holds, when it is complete, how long the next item may take.</summary>
/// <param name="items">What it holds; the caller's to dispose.</param>
internal sealed class SourceBatch(BatchLimits limits, TimeSpan patience, RentedList<SourceItem> items)
{
    // Waiting in slices lets a caller cancel and a lost broker be noticed.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(50);

    // A trickle without any lull must not keep its first record waiting.
    internal static readonly TimeSpan LongestFill = TimeSpan.FromMilliseconds(500);

    private readonly long started = Stopwatch.GetTimestamp();
    private long firstItem;
    private int records;
    private long bytes;

    public bool IsEmpty => items.Count == 0;

    public bool IsComplete =>
        IsEmpty
            ? Stopwatch.GetElapsedTime(started) >= patience
            : records >= limits.MaximumRecords || bytes >= limits.MaximumBytes || Stopwatch.GetElapsedTime(firstItem) >= LongestFill;

    public TimeSpan NextWait
    {
        get
        {
            if (!IsEmpty)
            {
                return Lull;
            }
            TimeSpan left = patience - Stopwatch.GetElapsedTime(started);
            return left < TimeSpan.Zero ? TimeSpan.Zero
                : left < Slice ? left
                : Slice;
        }
    }

    public void Add(SourceItem item)
    {
        if (items.Count == 0)
        {
            firstItem = Stopwatch.GetTimestamp();
        }
        items.Add(item);
        if (item.Item.Record is { } record)
        {
            records++;
            bytes += (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
        }
    }
}
