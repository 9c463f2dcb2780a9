using KafkaStore.Storage.Local;

namespace KafkaStore.Mirroring;

/// <summary>An object of one store on its way to another, spooled in between so that the second may retry.</summary>
internal sealed class SpooledContent : ObjectContent, IDisposable
{
    private const int CopyBytes = 256 * 1024;

    private readonly SpoolFile spool;

    private SpooledContent(SpoolFile spool, IReadOnlyDictionary<string, string> metadata)
    {
        this.spool = spool;
        Metadata = metadata;
    }

    public override long Length => spool.Length;

    public override IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads the object whole.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="properties">What the store says of it.</param>
    /// <param name="metadata">For the copy.</param>
    /// <param name="spoolFolder">Where it is kept when it outgrows memory; null for the system's temporary folder.</param>
    /// <exception cref="StorageException">It can't be read, or is not what the store says of it.</exception>
    public static async Task<SpooledContent> ReadAsync(
        IObjectReader store,
        string name,
        ObjectProperties properties,
        IReadOnlyDictionary<string, string> metadata,
        string? spoolFolder,
        CancellationToken cancellationToken
    )
    {
        var content = new SpooledContent(new SpoolFile(spoolFolder), metadata);
        try
        {
            await using (Stream stream = await store.OpenReadAsync(name, 0, null, cancellationToken))
            {
                byte[] piece = new byte[CopyBytes];
                int read;
                while ((read = await stream.ReadAsync(piece, cancellationToken)) > 0)
                    content.spool.Write(piece.AsSpan(0, read));
            }

            // A connection that ends early, or a bit that changed on the way, must not be copied for ever.
            bool whole =
                content.Length == properties.Length
                && (properties.Md5 is not { } md5 || md5 == await content.GetMd5Async(cancellationToken));
            return whole
                ? content
                : throw new StorageUnavailableException(
                    $"{name} of {store.DisplayName} did not arrive as it is stored there; it will be read again."
                );
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public override Stream Open() => spool.OpenRead();

    public void Dispose() => spool.Dispose();
}
