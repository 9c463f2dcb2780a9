namespace KafkaStore.Storage;

/// <summary>
/// The reading side of an object store. Names are relative to the store's prefix, use <c>/</c> and never start with it.
/// Failures are <see cref="StorageException"/>s, the SDK's own error inside.
/// </summary>
public interface IObjectReader
{
    /// <summary>The store as a person would name it: a path or URL without secrets.</summary>
    public string DisplayName { get; }

    /// <summary>What the store says of the object, or null when there is none of that name.</summary>
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a range of the object; the caller disposes the stream.</summary>
    /// <param name="name">Name of the object.</param>
    /// <param name="from">First byte, inclusive; at or past the end gives an empty stream.</param>
    /// <param name="length">Number of bytes at most; null reads to the end.</param>
    /// <exception cref="ObjectMissingException">No object has that name.</exception>
    /// <exception cref="ObjectOfflineException">It lies in an archive tier; reading its stream can't fail so.</exception>
    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken);

    /// <summary>Objects whose names start with <paramref name="prefix"/>, in ordinal order of their names, fetched as they are read.</summary>
    /// <param name="prefix">Start of the names; need not end at a <c>/</c>.</param>
    /// <param name="startAt">First name wanted, inclusive; null starts at the first.</param>
    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken);
}

/// <summary>One object of a listing.</summary>
/// <param name="Name">Relative to the store's prefix.</param>
/// <param name="Length">In bytes.</param>
public readonly record struct ObjectEntry(string Name, long Length);

/// <summary>A store in which things can lie that are no objects, and that <see cref="IObjectReader.ListAsync"/> passes over. Not every store is one.</summary>
public interface IStrayListing
{
    /// <summary>Their names, in ordinal order: what has a name as an object has, and can't be read as one.</summary>
    /// <param name="prefix">Start of the names; need not end at a <c>/</c>.</param>
    public IAsyncEnumerable<string> ListStraysAsync(string prefix, CancellationToken cancellationToken);
}

/// <summary>A store that can name the folders below another without listing what is in them. Not every store is one.</summary>
public interface IFolderListing
{
    /// <summary>The folders right below a prefix that hold any object at any depth, in ordinal order of their paths.</summary>
    /// <param name="prefix">Empty for the root, otherwise ending in <c>/</c>.</param>
    /// <returns>Each with the prefix, ending in <c>/</c>.</returns>
    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken);
}
