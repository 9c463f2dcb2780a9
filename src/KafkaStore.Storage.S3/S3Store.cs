namespace KafkaStore.Storage.S3;

/// <summary>
/// A store in an S3 bucket: Amazon's, or a server's that speaks the same API. Objects are created with
/// <c>If-None-Match: *</c>; above 16 MiB in parts of 8 MiB, one of which is in memory at a time.
/// </summary>
public sealed class S3Store : IStagingStore, IDisposable
{
    private readonly S3Connection connection;
    private readonly S3Reading reading;
    private readonly S3Creation creation;

    private S3Store(S3Connection connection)
    {
        this.connection = connection;
        reading = new S3Reading(connection);
        creation = new S3Creation(connection, reading);
    }

    public string DisplayName => connection.DisplayName;

    /// <summary>What an object of so many bytes is billed as that is created: PUT and POST requests.</summary>
    public static long BilledWrites(long length) =>
        length <= S3Creation.MaximumBytesAtOnce ? 1 : 2 + ((length + S3Upload.PartBytesOf(length) - 1) / S3Upload.PartBytesOf(length));

    /// <summary>
    /// A store in which objects can be created. Makes sure that it honours conditions, for which a small object is created
    /// once and stays.
    /// </summary>
    /// <exception cref="FormatException">The options can't be used.</exception>
    /// <exception cref="StorageAccessException">No such bucket, no permission, or a server that would overwrite; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">Not reachable within 30 s, or throttled.</exception>
    public static async Task<S3Store> OpenAsync(S3StoreOptions options, CancellationToken cancellationToken) =>
        new(await S3Connection.OpenAsync(options, ProbeAsync, cancellationToken));

    /// <summary>A store that need not be writable; nothing is created in it.</summary>
    /// <exception cref="FormatException">The options can't be used.</exception>
    /// <exception cref="StorageAccessException">No such bucket, or no permission; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">Not reachable within 30 s, or throttled.</exception>
    public static async Task<S3Store> OpenForReadingAsync(S3StoreOptions options, CancellationToken cancellationToken) =>
        new(await S3Connection.OpenAsync(options, static (_, _) => Task.CompletedTask, cancellationToken));

    /// <inheritdoc/>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        reading.FindAsync(name, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        var range = new ObjectRange(from, length);
        return range.IsEmpty
            ? ObjectRange.OpenEmptyAsync(this, name, cancellationToken)
            : reading.OpenAsync(name, range, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Passes over the probe, and over the empty <c>folder/</c> objects that the console makes.</remarks>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new S3Listing(connection, prefix, startAt).EnumerateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return creation.CreateAsync(name, content, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        return connection.RunAsync(StoreAction.Delete, name, DeleteOnceAsync, cancellationToken);

        async Task<bool> DeleteOnceAsync()
        {
            try
            {
                await connection.Client.DeleteObjectAsync(connection.Bucket, key, cancellationToken);
                return true;
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
            {
                return false; // Amazon answers 204 for what is missing; not every compatible server does.
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private static Task ProbeAsync(S3Connection connection, CancellationToken cancellationToken) =>
        new S3Creation(connection, new S3Reading(connection)).ProbeAsync(cancellationToken);
}
