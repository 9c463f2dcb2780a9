namespace KafkaStore.LocalHost.Reloading;

/// <summary>What another configuration has changed.</summary>
/// <param name="Added">Topics that are archived from now on.</param>
/// <param name="Left">Topics that are not any more.</param>
/// <param name="Policies">Whether segments that begin from now on have another policy.</param>
public sealed record ReloadChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Left, bool Policies)
{
    public override string ToString()
    {
        string?[] parts =
        [
            Added.Count > 0 ? $"archived from now on: {string.Join(", ", Added)}" : null,
            Left.Count > 0 ? $"not archived any more: {string.Join(", ", Left)}" : null,
            Policies ? "files that begin from now on have the changed policies" : null,
        ];
        string changes = string.Join("; ", parts.OfType<string>());
        return changes.Length > 0 ? changes : "nothing has changed";
    }
}
