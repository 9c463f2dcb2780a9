namespace Avro;

public class SchemaName
{
    public SchemaName(string name, string space, string encspace, string documentation)
    {
        int dot = name?.LastIndexOf('.') ?? -1;
        Name = dot < 0 ? name : name[(dot + 1)..];
        Space = dot < 0 ? space : name[..dot];
        EncSpace = encspace;
        Documentation = documentation;
        Fullname = string.IsNullOrEmpty(Namespace) ? Name : $"{Namespace}.{Name}";
    }

    public string Name { get; }

    public string Space { get; }

    public string EncSpace { get; }

    public string Documentation { get; }

    public string Fullname { get; }

    /// <summary>Its own or, where that is null or empty, the enclosing one.</summary>
    public string Namespace => string.IsNullOrEmpty(Space) ? EncSpace : Space;

    public override bool Equals(object obj) => obj is SchemaName other && other.Name == Name && other.Namespace == Namespace;

    public override int GetHashCode() => Fullname?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => Fullname;
}
