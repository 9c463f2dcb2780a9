namespace KafkaStore.Cli.Configuration;

/// <summary>A key of the configuration file, with its name in each of the places where its value may be given.</summary>
/// <param name="Path">With dots between the names of its sections: <c>kafka.brokers</c>.</param>
/// <param name="Option">What gives it on the command line; empty where it depends on the value.</param>
/// <param name="Shape">How its value is written.</param>
/// <param name="Use">Who takes it.</param>
/// <param name="Example">A value, as it is written in YAML.</param>
internal sealed record ConfigKey(string Path, string Option, ConfigShape Shape, ConfigUse Use, string Example)
{
    private const string EnvironmentPrefix = "KAFKA_STORE_";

    /// <summary>The environment variable that gives it.</summary>
    public string Variable => EnvironmentPrefix + Path.ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>Another that does too, since the key's own has not always been there or others use it; null for none.</summary>
    public string? OtherVariable { get; init; }

    /// <summary>An option without which the variable is passed over, since it may be set for other commands; null for none.</summary>
    public string? VariableNeeds { get; init; }

    /// <summary>No output has its value.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Its value names a file or folder, from the configuration file's own folder on.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether a changed value is taken up while the archiver runs.</summary>
    public bool IsReloaded { get; init; }

    /// <summary>What it means where its option does not say so.</summary>
    public string? Meaning { get; init; }

    /// <summary>The version of the product that had it first.</summary>
    public string Since { get; init; } = "0.1.0";

    public override string ToString() => Path;
}
