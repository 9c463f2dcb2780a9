using KafkaStore.Storage;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>A file on its way into this client's properties: what is still to be understood, and what has become of the rest.</summary>
/// <param name="path">Of the file, for the texts.</param>
/// <param name="given">What it says.</param>
internal sealed class ConfigTranslation(string path, OrderedDictionary<string, Secret> given)
{
    private readonly OrderedDictionary<string, Secret> properties = new(StringComparer.Ordinal);
    private readonly List<string> notes = [];

    public KafkaConfig Result => new(properties, notes);

    /// <summary>Names that nobody has taken yet, in the file's order.</summary>
    public IReadOnlyList<string> Left => [.. given.Keys];

    /// <summary>Its value, which counts as understood; null where it is not there or empty.</summary>
    public string? Take(string name)
    {
        string? value = Look(name);
        given.Remove(name);
        return value;
    }

    /// <summary>Its value, null where it is not there or empty.</summary>
    public string? Look(string name) => given.TryGetValue(name, out Secret? value) && value.Text.Length > 0 ? value.Text : null;

    /// <summary>Whether it is there, with a value or without.</summary>
    public bool Has(string name) => given.ContainsKey(name);

    public void Put(string name, string? value)
    {
        if (value is not null)
            properties[name] = value;
    }

    /// <param name="why">To follow a colon.</param>
    public void Ignore(string name, string why) => notes.Add($"{path}: {name} is ignored: {why}.");

    /// <param name="problem">A clause, or two, without any value that may be secret.</param>
    public KafkaPropertyException Refused(string problem, Exception? cause = null) => new($"{path}: {problem}.", cause);
}
