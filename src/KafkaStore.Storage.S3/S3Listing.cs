using System.Runtime.CompilerServices;
using KafkaStore.Naming;

namespace KafkaStore.Storage.S3;

/// <summary>Lists page by page, in the order of the names' UTF-8, which is S3's own.</summary>
internal sealed class S3Listing(S3Connection connection, string prefix, string? startAt)
{
    /// <summary>Sorts after whatever follows in a name.</summary>
    private const char Highest = '\uFFFD';

    private const int PageSize = 1000;

    public async IAsyncEnumerable<ObjectEntry> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (startAt is not null && IsPastPrefix(startAt))
            yield break;
        var request = new ListObjectsV2Request
        {
            BucketName = connection.Bucket,
            Prefix = connection.KeyPrefix + prefix,
            StartAfter = startAt is not null && startAt.Length > prefix.Length ? JustBefore(connection.KeyPrefix + startAt) : null,
            MaxKeys = PageSize,
        };
        ListObjectsV2Response page;
        do
        {
            page = await connection.RunAsync(
                StoreAction.List,
                prefix,
                () => connection.Client.ListObjectsV2Async(request, cancellationToken),
                cancellationToken
            );
            foreach (S3Object found in page.S3Objects ?? [])
            {
                string name = found.Key[connection.KeyPrefix.Length..];
                if (IsWanted(name))
                    yield return new ObjectEntry(name, found.Size ?? 0);
            }

            request.ContinuationToken = page.NextContinuationToken;
        } while (page.IsTruncated == true);
    }

    /// <summary>
    /// A name below the one given, close to it: the service starts after a name and never at one. What lies between, and
    /// hardly anything does, is passed over.
    /// </summary>
    internal static string JustBefore(string name)
    {
        char last = name[^1];
        if (last is > ' ' and <= '~')
            return $"{name.AsSpan(..^1)}{(char)(last - 1)}{Highest}";
        return char.IsLowSurrogate(last) ? name[..^2] : name[..^1];
    }

    private bool IsPastPrefix(string start) =>
        string.CompareOrdinal(start, prefix) > 0 && !start.StartsWith(prefix, StringComparison.Ordinal);

    private bool IsWanted(string name) =>
        !name.EndsWith('/')
        && name.Length > 0
        && name != MarkerName.CreateOnlyProbe
        && (startAt is null || string.CompareOrdinal(name, startAt) >= 0);
}
