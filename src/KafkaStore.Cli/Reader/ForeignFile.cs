using KafkaStore.Hosting;
using KafkaStore.Naming;
using KafkaStore.Storage;

namespace KafkaStore.Cli.Reader;

/// <summary>A container that another program wrote, at a path or URL that is no archive object's.</summary>
/// <param name="Root">The folder that it is in.</param>
/// <param name="Name">Its name there.</param>
internal sealed record ForeignFile(StoreLocation Root, string Name)
{
    private const string Extension = ".avro";

    /// <summary>A file that exists, or an object of a cloud by its extension; null for what may be an archive's.</summary>
    /// <exception cref="StoreLocationException">It is not the URL of a store.</exception>
    public static ForeignFile? Find(string text, StoreKind kind)
    {
        if (kind == StoreKind.Local)
        {
            string full = Path.GetFullPath(text);
            string[] last = full.Split(Path.DirectorySeparatorChar)[^Math.Min(3, full.Split(Path.DirectorySeparatorChar).Length)..];
            bool isForeign = File.Exists(full) && !ArchiveName.TryParse(string.Join('/', last), out _);
            return isForeign ? new ForeignFile(StoreLocation.Local(Path.GetDirectoryName(full)!), Path.GetFileName(full)) : null;
        }

        string[] parts = text.Split('?', 2);
        int slash = parts[0].LastIndexOf('/');
        if (slash < 0 || !parts[0].EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return null;
        StoreLocation root = StoreLocation.Parse(parts.Length == 1 ? parts[0][..slash] : $"{parts[0][..slash]}?{parts[1]}");
        return root.Kind == kind ? new ForeignFile(root, parts[0][(slash + 1)..]) : null;
    }

    /// <exception cref="StorageException">It can't be read.</exception>
    public async Task<Stream> OpenAsync(StoreSettings settings, CancellationToken cancellationToken)
    {
        IObjectReader store = await Stores.OpenAsync(Root, settings, StoreUse.Reading, cancellationToken).ConfigureAwait(false);
        return await store.OpenReadAsync(Name, 0, null, cancellationToken).ConfigureAwait(false);
    }

    public override string ToString() => Root.Kind == StoreKind.Local ? Path.Combine(Root.Address, Name) : $"{Root.DisplayName}/{Name}";
}
