namespace Microsoft.DurableTask.Client.Entities;

public record EntityQuery
{
    public const int DefaultPageSize = 100;

    /// <summary>A prefix of <c>@name@key</c>; the first at sign may be left out, and the name is lower-cased as in an id.</summary>
    public string? InstanceIdStartsWith
    {
        get;
        init => field = value is null ? field : Normalize(value);
    }

    public DateTimeOffset? LastModifiedFrom { get; init; }

    public DateTimeOffset? LastModifiedTo { get; init; }

    public bool IncludeState { get; init; } = true;

    public bool IncludeTransient { get; init; }

    public int? PageSize { get; init; }

    public string? ContinuationToken { get; init; }

    private static string Normalize(string prefix)
    {
        string text = prefix.StartsWith('@') ? prefix : "@" + prefix;
        int key = text.IndexOf('@', 1);
        return key < 0 ? text.ToLowerInvariant() : text[..key].ToLowerInvariant() + text[key..];
    }
}
