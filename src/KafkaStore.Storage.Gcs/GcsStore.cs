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
    private readonly GcsConnection connection;
    private readonly GcsReading reading;
    private readonly GcsListing listing;
    private readonly GcsCreation creation;

    /// <summary>What an object is billed as that is created: however many requests a resumable upload takes, one operation of class A.</summary>
    public static long BilledWrites => 1;

    private GcsStore(GcsConnection connection)
    {
        this.connection = connection;
        reading = new GcsReading(connection);
        listing = new GcsListing(connection);
        creation = new GcsCreation(connection);
    }

    /// <summary>The URL.</summary>
    public string DisplayName => connection.Url.ToString();

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
        var store = new GcsStore(await GcsConnection.OpenAsync(options, cancellationToken));
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
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        string key = connection.KeyOf(name);
        return connection.RunAsync(StoreAction.Delete, DeleteOnceAsync, cancellationToken);

        async Task<bool> DeleteOnceAsync()
        {
            try
            {
                var once = new DeleteObjectOptions { RetryOptions = RetryOptions.Never };
                await connection.Client.DeleteObjectAsync(connection.Bucket, key, once, cancellationToken);
                return true;
            }
            catch (GoogleApiException exception) when (GcsAnswer.IsObjectMissing(exception))
            {
                return false; // Deleted already, perhaps by an earlier try of this very call.
            }
        }
    }

    public void Dispose() => connection.Dispose();
}
