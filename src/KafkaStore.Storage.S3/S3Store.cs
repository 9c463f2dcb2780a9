using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>
/// A store in an S3 bucket: Amazon's, or a server's that speaks the same API. Objects are created with
/// <c>If-None-Match: *</c>; above 16 MiB in parts of 8 MiB, one of which is in memory at a time.
/// </summary>
public sealed class S3Store : IStagingStore, IDisposable
{
    private readonly S3Bucket bucket;
    private readonly S3ObjectCreation creation;

    private S3Store(S3Bucket bucket)
    {
        this.bucket = bucket;
        creation = new S3ObjectCreation(bucket);
    }

    public string DisplayName => bucket.DisplayName;

    /// <summary>
    /// A store in which objects can be created. Makes sure that it honours conditions, for which a small object is created
    /// once and stays.
    /// </summary>
    /// <exception cref="FormatException">The options can't be used.</exception>
    /// <exception cref="StorageAccessException">No such bucket, no permission, or a server that would overwrite; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">Not reachable within 30 s, or throttled.</exception>
    public static async Task<S3Store> OpenAsync(S3StoreOptions options, CancellationToken cancellationToken)
    {
        S3Bucket bucket = await S3Opening.OpenAsync(options, S3CreateOnlyProbe.RunAsync, cancellationToken);
        return new S3Store(bucket);
    }

    /// <summary>A store that need not be writable; nothing is created in it.</summary>
    /// <exception cref="FormatException">The options can't be used.</exception>
    /// <exception cref="StorageAccessException">No such bucket, or no permission; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">Not reachable within 30 s, or throttled.</exception>
    public static async Task<S3Store> OpenForReadingAsync(S3StoreOptions options, CancellationToken cancellationToken)
    {
        S3Bucket bucket = await S3Opening.OpenAsync(options, static (_, _) => Task.CompletedTask, cancellationToken);
        return new S3Store(bucket);
    }

    /// <inheritdoc/>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        S3ObjectFacts.FindAsync(bucket, name, cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        string key = bucket.KeyOf(name);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        if (length == 0)
        {
            // No range header means nothing.
            return await FindAsync(name, cancellationToken) is null ? throw new ObjectMissingException(name, DisplayName) : Stream.Null;
        }

        var request = new GetObjectRequest
        {
            BucketName = bucket.Name,
            Key = key,
            ByteRange = RangeOf(from, length),
        };
        try
        {
            GetObjectResponse response = await bucket.Client.GetObjectAsync(request, cancellationToken);
            return new S3ObjectStream(response, name, bucket);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return Stream.Null;
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw bucket.Translate("read", name, exception, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Passes over the probe, and over the empty <c>folder/</c> objects that the console makes.</remarks>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new S3Listing(bucket, prefix, startAt).EnumerateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return creation.CreateAsync(name, content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        string key = bucket.KeyOf(name);
        try
        {
            await bucket.Client.DeleteObjectAsync(bucket.Name, key, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            // Amazon answers 204 for what is missing; not every compatible server does.
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw bucket.Translate("delete", name, exception, cancellationToken);
        }
    }

    public void Dispose() => bucket.Client.Dispose();

    private static ByteRange? RangeOf(long from, long? length)
    {
        if (length is { } count && count <= long.MaxValue - from)
            return new ByteRange(from, from + count - 1);
        return from == 0 ? null : new ByteRange($"bytes={from}-");
    }
}
