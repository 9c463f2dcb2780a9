using System.Text.Json;

namespace Avro;

public class Field
{
    public readonly string Name;

    private readonly PropertyMap props;

    internal Field(JsonElement json, int pos, SchemaNames names, string encspace)
    {
        Name = JsonText.Required(json, "name");
        Documentation = JsonText.Optional(json, "doc");
        Ordering = JsonText.Optional(json, "order") is { } order ? Enum.Parse<SortOrder>(order) : SortOrder.ignore;
        Aliases = JsonText.Aliases(json);
        props = PropertyMap.Of(json);
        Pos = pos;
        Default = json.TryGetProperty("default", out JsonElement value) ? value.Clone() : null;
        if (!json.TryGetProperty("type", out JsonElement type))
            throw new SchemaParseException("'type' was not found for field: name");
        Schema = Schema.ParseJson(type, names, encspace) ?? throw new ArgumentNullException(nameof(type), "type cannot be null.");
    }

    public enum SortOrder
    {
        ascending,
        descending,
        ignore,
    }

    public IList<string> Aliases { get; }

    /// <summary>From 0 on.</summary>
    public int Pos { get; }

    public string Documentation { get; }

    public SortOrder? Ordering { get; }

    public Schema Schema { get; }

    /// <summary>Null without one; a default of null is JSON's null.</summary>
    internal JsonElement? Default { get; }

    public string GetProperty(string key) => props is not null && props.TryGetValue(key, out string value) ? value : null;

    public override bool Equals(object obj) => obj == this || (obj is Field other
        && other.Name == Name && other.Pos == Pos && other.Documentation == Documentation && other.Ordering == Ordering
        && (Default is { } mine ? other.Default is { } theirs && JsonElement.DeepEquals(mine, theirs) : other.Default is null)
        && other.Schema.Equals(Schema) && PropertyMap.Same(props, other.props));

    public override int GetHashCode() => (17 * Name.GetHashCode(StringComparison.Ordinal)) + Pos;
}
