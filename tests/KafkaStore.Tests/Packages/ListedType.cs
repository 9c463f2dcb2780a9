namespace KafkaStore.Tests.Packages;

/// <summary>One type as a listing shows it: the bases are its base class, if any, and the interfaces it adds.</summary>
internal sealed record ListedType(
    string Namespace, string Kind, string Name, IReadOnlyList<string> Bases, IReadOnlyList<string> Members)
{
    public string FullName => $"{Namespace}.{Name}";

    /// <summary>What a class that derives from this one, or implements it, has to have.</summary>
    public IEnumerable<string> Obligations => Kind switch
    {
        "interface" => Members,
        "abstract class" => Members.Where(member =>
            member.StartsWith("abstract ", StringComparison.Ordinal) || member.StartsWith("protected abstract ", StringComparison.Ordinal)),
        _ => [],
    };
}
