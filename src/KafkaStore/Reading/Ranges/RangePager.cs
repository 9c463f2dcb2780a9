using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>Cuts a range into pages, from block indexes alone.</summary>
public sealed class RangePager(RangeSlices slices)
{
    /// <summary>The first page of the range; asking again from its <see cref="RangePage.NextOffset"/> gives the next.</summary>
    /// <param name="limits">Where the page ends at the latest.</param>
    /// <exception cref="DamagedContainerException">An object can't be read.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public async Task<RangePage> PlanAsync(RecordRange range, PageLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(limits);
        var page = new Page(range, limits);
        try
        {
            await foreach (ObjectSlice slice in slices.FindAsync(range, cancellationToken))
            {
                if (!page.Add(slice))
                    break;
            }
        }
        catch (Storage.ObjectOfflineException) when (page.HasRecords)
        {
            page.End(); // what precedes it can be read; it is said when it is asked for
        }

        return page.Complete();
    }

    private sealed class Page(RecordRange range, PageLimits limits)
    {
        private readonly List<ObjectSlice> taken = [];
        private long records;
        private long bytes;
        private int objects;
        private ArchiveObject? latest;
        private long next = range.FromOffset;
        private bool isFull;

        public bool HasRecords => taken.Count > 0;

        /// <summary>The page ends here, and the range goes on.</summary>
        public void End() => isFull = true;

        /// <returns>False when the page ends with this slice, or before it.</returns>
        public bool Add(ObjectSlice slice)
        {
            if (latest != slice.Object && ++objects > limits.Objects)
            {
                isFull = true;
                return false;
            }

            latest = slice.Object;
            if (slice.Object.Facts is null)
                Take(slice, slice.Length, slice.FirstOffset, slice.NextOffset);
            else
                TakeBlocks(slice);
            if (!isFull)
                next = Math.Max(next, slice.NextOffset);
            return !isFull;
        }

        public RangePage Complete()
        {
            PageEnd end =
                isFull && next < range.ToOffset ? PageEnd.Limit
                : range.IsEmpty || next >= range.ToOffset ? PageEnd.Range
                : PageEnd.Archive;
            long to = Math.Min(next, range.ToOffset);
            return new RangePage(range with { ToOffset = Math.Max(to, range.FromOffset) }, taken, Math.Max(to, range.FromOffset), end);
        }

        private void TakeBlocks(ObjectSlice slice)
        {
            int first = slice.FirstBlock;
            int count = 0;
            for (int block = first; block < first + slice.Blocks && !isFull; block++)
            {
                ObjectSlice one = new(slice.Object, block, 1);
                if (Fits(one.Object.Blocks[block].Length, one.FirstOffset, one.NextOffset))
                    count++;
            }

            if (count > 0)
                taken.Add(slice with { Blocks = count });
        }

        private void Take(ObjectSlice slice, long length, long from, long to)
        {
            if (Fits(length, from, to))
                taken.Add(slice);
        }

        // Whether at least its first record is of this page. A block packs a mebibyte at least, unless it is its object's last.
        private bool Fits(long storedBytes, long blockFrom, long blockTo)
        {
            long from = Math.Max(blockFrom, range.FromOffset);
            long to = Math.Min(blockTo, range.ToOffset);
            long blockBytes = Math.Max(storedBytes, ContainerLimits.BlockBytes);
            if (records >= limits.Records || (bytes > 0 && bytes + blockBytes > limits.Bytes))
            {
                (next, isFull) = (from, true);
                return false;
            }

            bytes += blockBytes;
            long room = limits.Records - records;
            if (to - from > room)
                (to, isFull) = (from + room, true);
            records += to - from;
            next = to;
            return true;
        }
    }
}
