using System.Collections.Immutable;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Chains;

/// <summary>
/// Follows the chain of names of every partition, a few objects at a time, and from the first again once it has come to the last: names
/// alone don't tell that one is missing, since only an object says where its successor begins. One caller at a time walks; what is
/// missing may be asked for beside it.
/// </summary>
/// <param name="archive">The archive.</param>
public sealed class ChainWatch(IObjectReader archive)
{
    /// <summary>What a listing counts for, where reading a header counts for one: about what stores charge.</summary>
    public const int ListingCost = 10;

    private readonly ArchiveLocator locator = new(archive);
    private readonly ArchiveObjects objects = new(archive);
    private readonly Dictionary<TopicPartition, Place> places = [];
    private TopicPartition last;
    private ImmutableSortedDictionary<ArchiveName, MissingObjects> missing = ImmutableSortedDictionary<
        ArchiveName,
        MissingObjects
    >.Empty.WithComparers(
        Comparer<ArchiveName>.Create(
            (a, b) => a.Partition == b.Partition ? a.BaseOffset.CompareTo(b.BaseOffset) : a.Partition.CompareTo(b.Partition)
        )
    );

    /// <summary>What was missing when it was looked for last, by partition and offset.</summary>
    public IEnumerable<MissingObjects> Missing => missing.Values;

    /// <summary>Goes on with the partition after the one at which the last call stopped; each is come to once at most.</summary>
    /// <param name="partitions">All that are to be followed; what was found of others is forgotten.</param>
    /// <param name="most">What it may cost: a header 1, a listing <see cref="ListingCost"/>. Each call looks at one object at least.</param>
    /// <returns>Whether every partition was followed from its first object to its last in this call.</returns>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<bool> WalkAsync(IReadOnlyCollection<TopicPartition> partitions, int most, CancellationToken cancellationToken)
    {
        TopicPartition[] order = [.. partitions.Order()];
        missing = missing.RemoveRange(missing.Keys.Where(name => Array.BinarySearch(order, name.Partition) < 0));
        await LookAgainAsync(cancellationToken);
        bool isWithin = places.ContainsKey(last);
        int turn = Array.FindIndex(order, partition => partition.CompareTo(last) >= (isWithin ? 0 : 1));
        int left = most;
        bool isWhole = true;
        foreach (TopicPartition partition in turn < 0 ? order : [.. order[turn..], .. order[..turn]])
        {
            if (left <= 0 && left != most)
                return false;
            (left, bool wasWhole) = await FollowAsync(partition, left, cancellationToken);
            isWhole &= wasWhole;
        }

        return isWhole;
    }

    // What has come back ends the gap, and the place goes back to it: it may have been several objects.
    private async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        foreach (ArchiveName name in missing.Keys)
        {
            if (await archive.FindAsync(name.ToString(), cancellationToken) is null)
                continue;
            missing = missing.Remove(name);
            places[name.Partition] = new Place(name.BaseOffset, null);
        }
    }

    private async Task<(int Left, bool IsWhole)> FollowAsync(TopicPartition partition, int left, CancellationToken cancellationToken)
    {
        Place place = places.GetValueOrDefault(partition);
        bool isFromStart = place.At == 0;
        long? expected = place.Expected;
        last = partition;
        left -= ListingCost;
        await foreach (ObjectOutline outline in locator.ListAsync(partition, place.At, cancellationToken))
        {
            if (expected < outline.BaseOffset)
            {
                Note(new MissingObjects(new ArchiveName(partition, expected.Value), outline.BaseOffset));
            }

            if (left <= 0 && outline.BaseOffset > place.At)
            {
                places[partition] = new Place(outline.BaseOffset, expected);
                return (left, false);
            }

            left--;
            expected = await FindNextAsync(outline, expected, cancellationToken);
        }

        places.Remove(partition);
        return (left, isFromStart);
    }

    // A gap that has grown takes the place of what was found of it before.
    private void Note(MissingObjects found) =>
        missing = missing
            .RemoveRange(missing.Keys.Where(name => name.Partition == found.First.Partition && found.Offsets.Contains(name.BaseOffset)))
            .Add(found.First, found);

    // Of one that can't be opened, and of the original tool's, nobody knows where the next begins; verify says what is wrong with it.
    private async Task<long?> FindNextAsync(ObjectOutline outline, long? expected, CancellationToken cancellationToken)
    {
        try
        {
            return (await objects.OpenDescribedAsync(outline.Entry, cancellationToken))?.NextOffset;
        }
        catch (ObjectMissingException)
        {
            return expected ?? outline.BaseOffset; // since it was listed
        }
        catch (Exception e) when (e is DamagedContainerException or ObjectOfflineException)
        {
            return null;
        }
    }

    /// <param name="At">Base offset of the object to look at next.</param>
    /// <param name="Expected">Where its predecessor says that it begins; null where nobody knows.</param>
    private readonly record struct Place(long At, long? Expected);
}
