using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>
/// Objects as files below a root folder, names as relative paths, case-sensitive as the file system is. Keeps no metadata:
/// objects say all of it themselves. Safe for any number of threads and processes at once.
/// </summary>
/// <remarks>
/// An object is written to a temporary file, flushed, and then published with <c>link(2)</c>, which fails if the name is
/// taken: a reader sees all of it or nothing. Temporary files of killed processes wait for <see cref="SweepAbandonedAsync"/>.
/// </remarks>
public sealed class LocalObjectStore : IStagingStore, IFolderListing, IStrayListing
{
    private readonly LocalPaths paths;
    private readonly LocalObjectCreation creation;
    private readonly Audience audience;
    private readonly TimeProvider clock;

    /// <summary>Touches nothing on disk; see <see cref="OpenAsync"/> and <see cref="OpenForReading"/> for a checked folder.</summary>
    /// <param name="root">The folder; relative to the working directory if not absolute.</param>
    /// <param name="temporaryFolder">On the same file system as the root; null: <c>~kafka-store/~tmp</c> below the root.</param>
    /// <param name="clock">Tells the age of temporary files; null: the system's.</param>
    /// <param name="audience">Who may use what is created.</param>
    public LocalObjectStore(
        string root,
        string? temporaryFolder = null,
        TimeProvider? clock = null,
        Audience audience = Audience.AsUmaskSays
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        paths = new LocalPaths(root, temporaryFolder);
        this.audience = audience;
        this.clock = clock ?? TimeProvider.System;
        creation = new LocalObjectCreation(paths, audience, this.clock);
    }

    /// <summary>The root's absolute path.</summary>
    public string DisplayName => paths.Root;

    /// <summary>A store on a folder in which objects can be created, found out by creating one.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="createIfMissing">Whether to make it, and those above it.</param>
    /// <param name="temporaryFolder">As in the constructor; made if missing.</param>
    /// <param name="audience">Who may use what is created, folders too.</param>
    /// <exception cref="StorageAccessException">No folder, or one that can't be written; the message says what to do.</exception>
    /// <exception cref="StorageUnavailableException">The disk is full, or answers with an error.</exception>
    public static async Task<LocalObjectStore> OpenAsync(
        string root,
        bool createIfMissing,
        string? temporaryFolder = null,
        Audience audience = Audience.AsUmaskSays
    )
    {
        var store = new LocalObjectStore(root, temporaryFolder, audience: audience);
        if (createIfMissing)
            LocalFolderCheck.Make(store.paths.Root, audience);

        LocalFolderCheck.ThrowUnlessFolder(store.paths.Root, $"Create it (mkdir -p {store.paths.Root}), or correct the path.");
        await LocalFolderCheck.ThrowUnlessWritableAsync(store.paths, audience);
        return store;
    }

    /// <summary>A store on a folder that need not be writable; nothing is created in it.</summary>
    /// <exception cref="StorageAccessException">There is no such folder; the message says what to do.</exception>
    public static LocalObjectStore OpenForReading(string root)
    {
        var store = new LocalObjectStore(root);
        LocalFolderCheck.ThrowUnlessFolder(store.paths.Root, "Correct the path.");
        return store;
    }

    /// <inheritdoc/>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long? length = FileFacts.FindLength(paths.PathOf(name));
        if (length is null)
            paths.ThrowIfRootIsGone();

        return Task.FromResult(length is { } found ? new ObjectProperties(found) : null);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
    {
        var range = new ObjectRange(from, length);
        cancellationToken.ThrowIfCancellationRequested();
        if (FileRangeStream.Find(paths.PathOf(name), range) is { } found)
            return Task.FromResult<Stream>(found);
        paths.ThrowIfRootIsGone();
        throw new ObjectMissingException(name, DisplayName);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new LocalListing(paths, prefix, startAt, cancellationToken).Enumerate().ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new LocalFolders(paths, cancellationToken).Enumerate(prefix).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListStraysAsync(string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return new LocalListing(paths, prefix, null, cancellationToken).EnumerateStrays().ToAsyncEnumerable();
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
        cancellationToken.ThrowIfCancellationRequested();
        string path = paths.PathOf(name);
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (Errno.Of(exception) is Errno.Missing or Errno.NotAFolder || Directory.Exists(path))
        {
            paths.ThrowIfRootIsGone();
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("delete", path, exception);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Removes temporary files that killed processes left: older than a minute and locked by nobody. Other processes may
    /// be writing meanwhile.
    /// </summary>
    /// <returns>How many were removed.</returns>
    public Task<int> SweepAbandonedAsync(CancellationToken cancellationToken) =>
        Task.Run(() => AbandonedFiles.Sweep(paths.TemporaryFolder, clock.GetUtcNow(), cancellationToken), cancellationToken);
}
