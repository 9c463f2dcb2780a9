using System.Text.Json;

namespace Avro;

public class EnumSchema : NamedSchema
{
    private readonly Dictionary<string, int> ordinals = [];

    private EnumSchema(SchemaName name, IList<SchemaName> aliases, List<string> symbols, PropertyMap props, SchemaNames names, string defaultSymbol)
        : base(Type.Enumeration, name, aliases, props, names, name.Documentation)
    {
        if (name.Name is null)
            throw new AvroException("name cannot be null for enum schema.");
        foreach (string symbol in symbols)
        {
            if (!ordinals.TryAdd(symbol, ordinals.Count))
                throw new SchemaParseException($"Duplicate symbol: {symbol}");
        }

        if (defaultSymbol is not null && !ordinals.ContainsKey(defaultSymbol))
            throw new AvroException($"Default symbol: {defaultSymbol} not found in symbols");
        Symbols = symbols;
        Default = defaultSymbol;
    }

    public IList<string> Symbols { get; }

    /// <summary>What a reader takes for symbols that it does not know; null without one.</summary>
    public string Default { get; }

    public int Count => Symbols.Count;

    public string this[int index] => index < Symbols.Count
        ? Symbols[index]
        : throw new AvroException($"Enumeration out of range. Must be less than {Symbols.Count}, but is {index}");

    public bool Contains(string symbol) => ordinals.ContainsKey(symbol);

    public int Ordinal(string symbol)
    {
        if (ordinals.TryGetValue(symbol, out int ordinal) || (Default is not null && ordinals.TryGetValue(Default, out ordinal)))
            return ordinal;
        throw new AvroException($"No such symbol: {symbol}");
    }

    // A symbol that the reader lacks matters only where it occurs.
    public override bool CanRead(Schema writerSchema) => writerSchema is EnumSchema writer && Names(writer);

    public override bool Equals(object obj) =>
        this == obj || (obj is EnumSchema other && SchemaName.Equals(other.SchemaName) && Symbols.SequenceEqual(other.Symbols) && SameProps(other));

    public override int GetHashCode() => SchemaName.GetHashCode() + Symbols.Count;

    internal static new EnumSchema NewInstance(JsonElement json, PropertyMap props, SchemaNames names, string encspace)
    {
        SchemaName name = NameOf(json, encspace);
        if (!json.TryGetProperty("symbols", out JsonElement symbols) || symbols.ValueKind != JsonValueKind.Array)
            throw new SchemaParseException($"Enum has no symbols: {name}");
        try
        {
            List<string> list = [.. symbols.EnumerateArray().Select(symbol => symbol.GetString())];
            return new EnumSchema(name, AliasesOf(json, name), list, props, names, JsonText.Optional(json, "default"));
        }
        catch (AvroException e)
        {
            throw new SchemaParseException(e.Message, e);
        }
    }
}
