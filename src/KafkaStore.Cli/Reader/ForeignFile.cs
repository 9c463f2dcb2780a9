namespace KafkaStore.Cli.Reader;

/// <summary>A container that another program wrote: a file that is no archive's, a pipe, standard input, or an object of a cloud.</summary>
/// <param name="Store">The one that it is in, opened; null for what is opened by its path.</param>
/// <param name="Name">Its name there, or its path.</param>
internal sealed record ForeignFile(IObjectReader? Store, string Name)
{
    /// <summary>Typed for standard input.</summary>
    public const string StandardInput = "-";

    private const string Extension = ".avro";

    /// <summary>
    /// What is there under that path or URL and is no archive's; null for what may be an archive's. In a cloud, where a topic
    /// may have any name, an object's name has to end in <c>.avro</c>.
    /// </summary>
    /// <exception cref="StoreLocationException">It is not the URL of a store.</exception>
    /// <exception cref="StorageException">The store can't be asked.</exception>
    public static async Task<ForeignFile?> FindAsync(
        string text,
        StoreKind kind,
        StoreSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (kind == StoreKind.Local)
            return FindLocal(text);
        string[] parts = text.Split('?', 2);
        int slash = parts[0].LastIndexOf('/');
        if (slash < 0 || !parts[0].EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return null;
        var root = StoreLocation.Parse(parts.Length == 1 ? parts[0][..slash] : $"{parts[0][..slash]}?{parts[1]}");
        string name = parts[0][(slash + 1)..];
        if (root.Kind != kind)
            return null;
        IObjectReader store = await Stores.OpenForReadingAsync(root, settings, cancellationToken);
        return await store.FindAsync(name, cancellationToken) is null ? null : new ForeignFile(store, name);
    }

    /// <exception cref="StorageException">It can't be read.</exception>
    /// <exception cref="CommandFailedException">The file can't be opened.</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        Store is null
            ? new StoppableStream(Name == StandardInput ? Console.OpenStandardInput() : await OpenFileAsync(cancellationToken))
            : await Store.OpenReadAsync(Name, 0, null, cancellationToken);

    public override string ToString() =>
        Store is null
            ? Name == StandardInput
                ? "standard input"
                : Name
            : $"{Store.DisplayName}/{Name}";

    private static ForeignFile? FindLocal(string text)
    {
        if (text == StandardInput)
            return new ForeignFile(null, StandardInput);
        if (StoreLocation.OfPath(text) is not { Kind: StoreKind.Local, Address: var full })
            return null;
        string[] parts = full.Split(Path.DirectorySeparatorChar);
        bool isArchives = ArchiveName.TryParse(string.Join('/', parts[^Math.Min(3, parts.Length)..]), out _);
        return File.Exists(full) && !isArchives ? new ForeignFile(null, full) : null;
    }

    // To open a pipe waits for somebody to write into it.
    private async Task<Stream> OpenFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(
                    () => new FileStream(Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete),
                    cancellationToken
                )
                .WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{Name} can't be opened: {failure.Message.TrimEnd('.')}. Check its permissions.");
        }
    }
}
