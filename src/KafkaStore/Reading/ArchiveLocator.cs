using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Reading;

/// <summary>Finds archive objects by offset, from their names alone.</summary>
public sealed class ArchiveLocator(IObjectReader store)
{
    private const int FullPage = 1000;

    /// <summary>
    /// The object with the greatest base offset at or below this one, or null. Lists by narrowing digit prefixes, so that
    /// a partition with a million objects costs a few pages and not a thousand.
    /// </summary>
    public async Task<ArchiveName?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        if (offset < 0)
            return null;
        string folder = ArchiveName.Folder(partition);
        string digits = new ArchiveName(partition, offset).ToString()[folder.Length..];

        // From the longest common prefix with the wanted offset to the shortest: the first that has an object at or
        // below the offset holds the greatest such one.
        (ArchiveName? best, bool complete) = await PageAsync(partition, folder, offset, cancellationToken).ConfigureAwait(false);
        if (complete)
            return best;
        for (int common = digits.Length; common >= 0; common--)
        {
            for (char digit = common == digits.Length ? '9' : (char)(digits[common] - 1); digit >= '0'; digit--)
            {
                string prefix = common == digits.Length ? folder + digits : folder + digits[..common] + digit;
                if (await GreatestAsync(partition, prefix, cancellationToken).ConfigureAwait(false) is { } found)
                    return found;
                if (common == digits.Length)
                    break;
            }
        }

        return best;
    }

    /// <summary>The object with the greatest base offset, or null when the partition has none.</summary>
    public Task<ArchiveName?> FindLastAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        FindAtOrBelowAsync(partition, long.MaxValue, cancellationToken);

    // Greatest object under a prefix that none above the wanted offset shares.
    private async Task<ArchiveName?> GreatestAsync(TopicPartition partition, string prefix, CancellationToken cancellationToken)
    {
        (ArchiveName? greatest, bool complete) = await PageAsync(partition, prefix, long.MaxValue, cancellationToken).ConfigureAwait(false);
        for (char digit = '9'; !complete && digit >= '0'; digit--)
        {
            if (await GreatestAsync(partition, prefix + digit, cancellationToken).ConfigureAwait(false) is { } found)
                return found;
        }

        return greatest;
    }

    private async Task<(ArchiveName? Greatest, bool Complete)> PageAsync(TopicPartition partition, string prefix, long offset, CancellationToken cancellationToken)
    {
        ArchiveName? greatest = null;
        int seen = 0;
        await foreach (ObjectEntry entry in store.ListAsync(prefix, null, cancellationToken).ConfigureAwait(false))
        {
            if (++seen > FullPage)
                return (greatest, false);
            if (!ArchiveName.TryParse(entry.Name, out ArchiveName name) || name.Partition != partition)
                continue;
            if (name.BaseOffset > offset)
                return (greatest, true);
            greatest = name;
        }

        return (greatest, true);
    }
}
