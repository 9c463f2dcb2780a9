namespace KafkaStore.Benchmarks;

/// <summary>What follows a command's name: words, and options with a value each. <c>benchmarks/run</c> has looked at them before.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private Options(IReadOnlyList<string> words) => Words = words;

    public IReadOnlyList<string> Words { get; }

    /// <exception cref="MeasurementException">An option has no value.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var options = new Options(words);
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                words.Add(arguments[i]);
            else if (i + 1 < arguments.Count)
                options.values[arguments[i][2..]] = arguments[++i];
            else
                throw new MeasurementException($"{arguments[i]} takes a value.");
        }

        return options;
    }

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>As <c>5GB</c>, <c>300MB</c> or <c>64kB</c>, of a thousand each, or plain bytes.</summary>
    public long Bytes(string name, string otherwise)
    {
        string text = Text(name, otherwise);
        string digits = text.TrimEnd('B', 'G', 'M', 'k');
        long unit = text[digits.Length..] switch
        {
            "GB" => 1_000_000_000,
            "MB" => 1_000_000,
            "kB" => 1_000,
            "" or "B" => 1,
            _ => throw new MeasurementException($"--{name} takes a size as 5GB, 300MB or 64kB, not '{text}'."),
        };
        return long.Parse(digits, CultureInfo.InvariantCulture) * unit;
    }
}
