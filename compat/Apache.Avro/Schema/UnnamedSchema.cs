namespace Avro;

public abstract class UnnamedSchema : Schema
{
    protected UnnamedSchema(Type type, PropertyMap props)
        : base(type, props)
    {
    }

    public override string Name => Tag.ToString().ToLowerInvariant();
}
