namespace KafkaStore.Cli.Configuration;

/// <summary>Where a value comes from that nobody typed.</summary>
/// <param name="Name">What it is called there: a key of the file, or an environment variable.</param>
/// <param name="Place">In the file; null for a variable.</param>
internal sealed record ConfigOrigin(string Name, ConfigPlace? Place)
{
    public override string ToString() => Place is { } place ? place.ToString() : $"the environment's {Name}";
}
