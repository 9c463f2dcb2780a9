using KafkaStore.Hosting.Telemetry;

namespace KafkaStore.FunctionApp;

/// <summary>What a variable of Application Insights says: <c>NAME=VALUE</c> with <c>;</c> between, names in any case.</summary>
internal sealed class InsightsVariable
{
    private readonly Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly string name;
    private readonly string example;

    private InsightsVariable(string name, string example) => (this.name, this.example) = (name, example);

    /// <param name="name">Of the variable.</param>
    /// <param name="example">Of what may stand there, for whoever wrote something else.</param>
    /// <exception cref="TelemetryEndpointException">It can't be read; one sentence, without what stands there.</exception>
    public static InsightsVariable Parse(string name, string text, string example)
    {
        var variable = new InsightsVariable(name, example);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2)
                throw variable.Refused("a part of it has no '='");
            if (!variable.parts.TryAdd(pair[0], pair[1]))
                throw variable.Refused($"it has {pair[0]} twice");
        }

        return variable;
    }

    /// <summary>Null where it has no such part, or an empty one.</summary>
    public string? Find(string part) => parts.GetValueOrDefault(part) is { Length: > 0 } value ? value : null;

    public TelemetryEndpointException Refused(string why) => new($"{name} can't be used, since {why}: it has to be as in {example}.");
}
