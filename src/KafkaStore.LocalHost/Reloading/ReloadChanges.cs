namespace KafkaStore.LocalHost.Reloading;

/// <summary>What another configuration has changed.</summary>
/// <param name="Added">Topics that are archived from now on.</param>
/// <param name="Left">Topics that are not any more.</param>
/// <param name="Policies">Whether segments that begin from now on have another policy.</param>
public sealed record ReloadChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Left, bool Policies)
{
    public override string ToString()
    {
        IEnumerable<string> parts =
        [
            .. Added.Count > 0 ? [$"archived from now on: {string.Join(", ", Added)}"] : (string[])[],
            .. Left.Count > 0 ? [$"not archived any more: {string.Join(", ", Left)}"] : (string[])[],
            .. Policies ? ["files that begin from now on have the changed policies"] : (string[])[],
        ];
        return parts.Any() ? string.Join("; ", parts) : "nothing has changed";
    }
}
