using Google.Cloud.Storage.V1;

namespace KafkaStore.Storage.Gcs;

/// <summary>
/// Objects in a bucket of Google Cloud Storage, with MD5 and metadata beside them. Safe for any number of threads and
/// processes at once.
/// </summary>
/// <remarks>
/// <para>
/// Credentials: the file that the options name, otherwise application default credentials: the file that
/// GOOGLE_APPLICATION_CREDENTIALS names, what <c>gcloud auth application-default login</c> left, or the machine's own
/// service account. On Azure that needs no key: a file of type <c>external_account</c>, made with
/// <c>gcloud iam workload-identity-pools create-cred-config … --azure --app-id-uri …</c>, exchanges the token of the
/// managed identity for Google's (workload identity federation). It holds no secret. Where STORAGE_EMULATOR_HOST is set, for
/// Google's .NET client with the path, as in <c>http://127.0.0.1:4443/storage/v1/</c>, that server is asked without credentials.
/// </para>
/// <para>
/// The archive wants roles/storage.objectCreator and roles/storage.objectViewer, which together can't overwrite or delete;
/// staging wants roles/storage.objectAdmin.
/// </para>
/// <para>
/// An upload is resumable: one request, and one for each 8 MiB. Transient faults, bytes damaged on the way among them, are
/// tried again, six times in all within some ten seconds; an upload goes on where it stopped. After that they are
/// <see cref="StorageUnavailableException"/>. Where the last answer was lost and the object turns out to be there, it
/// <see cref="CreateOutcome.AlreadyExists"/>.
/// </para>
/// </remarks>
public sealed class GcsStore : IStagingStore, IDisposable
{
    private readonly GcsBucket bucket;
    private readonly GcsListing listing;
    private readonly GcsObjectCreation creation;
    private readonly GcsObjects objects;

    private GcsStore(StorageClient client, GcsStoreOptions options)
    {
        bucket = new GcsBucket(client, options);
        listing = new GcsListing(bucket);
        creation = new GcsObjectCreation(bucket);
        objects = new GcsObjects(bucket);
    }

    /// <summary>The URL.</summary>
    public string DisplayName => bucket.Url.ToString();

    /// <summary>A store in which objects can be created, found out by starting an upload that is never sent.</summary>
    /// <exception cref="StorageAccessException">No credentials, bucket or permission; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">Google can't be reached, or has a fault.</exception>
    public static async Task<GcsStore> OpenAsync(GcsStoreOptions options, CancellationToken cancellationToken)
    {
        GcsStore store = await OpenForReadingAsync(options, cancellationToken);
        try
        {
            await store.creation.CheckAsync(cancellationToken);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>A store that need not be writable, found out by listing one object.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<GcsStore> OpenForReadingAsync(GcsStoreOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = new GcsStore(await GcsClient.CreateAsync(options, cancellationToken), options);
        try
        {
            await store.listing.CheckAsync(cancellationToken);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        objects.FindAsync(name, cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        var range = new GcsRange(bucket, name);
        if (length == 0)
        {
            return await FindAsync(name, cancellationToken) is null
                ? throw new ObjectMissingException(name, DisplayName)
                : new MemoryStream([], writable: false);
        }

        GcsRangeAnswer? answer = await range.AskAsync(from, length, null, cancellationToken);
        return answer is null ? new MemoryStream([], writable: false) : new GcsRangeStream(bucket, range, answer, from);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return listing.EnumerateAsync(prefix, startAt, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return creation.CreateAsync(name, content, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => objects.DeleteAsync(name, cancellationToken);

    public void Dispose() => bucket.Client.Dispose();
}
