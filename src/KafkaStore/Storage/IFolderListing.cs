namespace KafkaStore.Storage;

/// <summary>A store that can name the folders below another without listing what is in them. Not every store is one.</summary>
public interface IFolderListing
{
    /// <summary>The folders right below a prefix that hold any object at any depth, in ordinal order of their paths.</summary>
    /// <param name="prefix">Empty for the root, otherwise ending in <c>/</c>.</param>
    /// <returns>Each with the prefix, ending in <c>/</c>.</returns>
    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken);
}
