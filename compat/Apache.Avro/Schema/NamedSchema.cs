using System.Text.Json;

namespace Avro;

public abstract class NamedSchema : Schema
{
    private readonly IList<SchemaName> aliases;

    protected NamedSchema(Type type, SchemaName name, IList<SchemaName> aliases, PropertyMap props, SchemaNames names, string doc)
        : base(type, props)
    {
        SchemaName = name;
        Documentation = doc;
        this.aliases = aliases;
        if (name.Name is not null && !names.Add(name, this))
            throw new AvroException("Duplicate schema name " + name.Fullname);
    }

    public SchemaName SchemaName { get; }

    public string Documentation { get; }

    public override string Name => SchemaName.Name;

    public string Namespace => SchemaName.Namespace;

    public override string Fullname => SchemaName.Fullname;

    protected bool InAliases(SchemaName name) => aliases is not null && aliases.Contains(name);

    internal static NamedSchema NewInstance(JsonElement json, PropertyMap props, SchemaNames names, string encspace)
    {
        string type = JsonText.Required(json, "type");
        string doc = JsonText.Optional(json, "doc");
        return type switch
        {
            "fixed" => FixedSchema.NewInstance(json, props, names, encspace),
            "enum" => EnumSchema.NewInstance(json, props, names, encspace),
            "record" => RecordSchema.NewInstance(Type.Record, json, props, names, encspace),
            "error" => RecordSchema.NewInstance(Type.Error, json, props, names, encspace),
            _ => names.TryGetValue(type, null, encspace, doc, out NamedSchema known) ? known : null,
        };
    }

    internal static SchemaName NameOf(JsonElement json, string encspace) =>
        new(JsonText.Optional(json, "name"), JsonText.Optional(json, "namespace"), encspace, JsonText.Optional(json, "doc"));

    internal static IList<SchemaName> AliasesOf(JsonElement json, SchemaName name) =>
        JsonText.Aliases(json)?.ConvertAll(alias => new SchemaName(alias, name.Space, name.EncSpace, null));

    internal bool Names(NamedSchema writer) => writer.SchemaName.Equals(SchemaName) || InAliases(writer.SchemaName);
}
