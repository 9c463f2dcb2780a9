using KafkaStore.Storage;

namespace KafkaStore.Hosting;

/// <summary>Where a store is: a folder, or a URL whose scheme says which service has it.</summary>
/// <param name="Kind">Which adapter opens it.</param>
/// <param name="Address">The folder's absolute path, or the URL as given, which may hold a secret.</param>
public sealed record StoreLocation(StoreKind Kind, string Address)
{
    /// <summary>That of a folder, which a path without any has too.</summary>
    internal const string FileScheme = "file";

    private const string Colon = "://";

    /// <summary>For people: never with a secret.</summary>
    public string DisplayName => ShownUrl.WithoutQuery(Address);

    /// <param name="folder">Its path: without <c>/</c> or <c>~/</c> before it, relative to the working directory.</param>
    public static StoreLocation Local(string folder) => new(StoreKind.Local, FolderPath.Full(folder));

    /// <summary>Takes a path as it is; with <c>://</c> in it, as <see cref="Parse"/> does.</summary>
    /// <exception cref="StoreLocationException">It is of a scheme that no adapter has.</exception>
    public static StoreLocation OfPath(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains(Colon, StringComparison.Ordinal) ? Parse(text) : Local(text);
    }

    /// <summary>Which store a path or URL is of, by its scheme alone; null of one that no adapter has.</summary>
    public static StoreKind? KindOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(Colon, StringComparison.Ordinal);
        string scheme = colon < 0 ? FileScheme : text[..colon].TrimStart().ToLowerInvariant();
        return StoreAdapter.All.FirstOrDefault(adapter => adapter.Schemes.Contains(scheme))?.Kind;
    }

    /// <summary>Takes a path, <c>file://PATH</c>, <c>https://ACCOUNT.blob.core.windows.net/…</c>, <c>gs://…</c> or <c>s3://…</c>; the adapter reads the rest.</summary>
    /// <exception cref="StoreLocationException">It is empty, or of a scheme that no adapter has.</exception>
    public static StoreLocation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        StoreKind? kind = KindOf(trimmed);
        if (kind == StoreKind.Local)
        {
            string folder = trimmed.Split(Colon, 2)[^1];
            return folder.Length > 0
                ? Local(folder)
                : throw new StoreLocationException("a store needs a folder or a URL, and this one is empty.");
        }

        if (ShownUrl.HasUser(trimmed))
        {
            throw new StoreLocationException(
                $"'{ShownUrl.Of(trimmed)}' has a name or password before the host, where logs would show it. Give credentials as the store's settings or environment take them."
            );
        }

        if (kind is { } known)
            return new(known, trimmed);
        IEnumerable<string> examples = StoreAdapter.All.Select(adapter => adapter.Example);
        throw new StoreLocationException(
            $"'{ShownUrl.Of(trimmed)}' is of no scheme that is known here. Give {string.Join(", ", examples.SkipLast(1))} or {examples.Last()}."
        );
    }

    public override string ToString() => DisplayName;
}

/// <summary>A store's folder or URL can't be used; the message says what to write instead.</summary>
public sealed class StoreLocationException(string message, Exception? innerException = null) : Exception(message, innerException);
