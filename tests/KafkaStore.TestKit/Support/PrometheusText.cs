using System.Text.RegularExpressions;

namespace KafkaStore.Tests.Support;

/// <summary>What Prometheus reads of a scrape, in its text format 0.0.4. What breaks the format's rules is a <see cref="FormatException"/>.</summary>
public sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> types = [];
    private readonly List<Sample> samples = [];

    private PrometheusText() { }

    public readonly record struct Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

    /// <summary>Names of families, of histograms without what their samples end in, and what each is.</summary>
    public IReadOnlyDictionary<string, string> Types => types;

    public IReadOnlyList<Sample> Samples => samples;

    public static PrometheusText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.EndsWith('\n'))
            throw new FormatException("The last line has no end.");
        var parsed = new PrometheusText();
        var seen = new HashSet<string>();
        foreach (string line in text.Split('\n').Where(line => line.Length > 0))
        {
            if (line.StartsWith('#'))
                parsed.ReadComment(line);
            else if (!seen.Add(parsed.ReadSample(line)))
                throw new FormatException($"A series comes twice: {line}");
        }

        parsed.CheckHistograms();
        return parsed;
    }

    /// <summary>Sum of the samples that have these labels among theirs.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) =>
        samples
            .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
            .Sum(sample => sample.Value);

    private void ReadComment(string line)
    {
        Match type = TypeLine().Match(line);
        if (type.Success && !types.TryAdd(type.Groups["name"].Value, type.Groups["type"].Value))
            throw new FormatException($"A type comes twice: {line}");
        if (!type.Success && line.StartsWith("# TYPE"))
            throw new FormatException($"Not a type: {line}");
    }

    private string ReadSample(string line)
    {
        Match match = SampleLine().Match(line);
        if (!match.Success)
            throw new FormatException($"Not a sample: {line}");
        string name = match.Groups["name"].Value;
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((Capture label, Capture value) in match.Groups["label"].Captures.Zip(match.Groups["value"].Captures))
        {
            if (!labels.TryAdd(label.Value, Escape().Replace(value.Value, escaped => Unescaped(escaped.Groups[1].Value))))
                throw new FormatException($"A label comes twice: {line}");
        }

        if (!types.ContainsKey(FamilyOf(name)))
            throw new FormatException($"Nothing says what {name} is.");
        samples.Add(new Sample(name, labels, NumberOf(match.Groups["number"].Value)));
        return $"{name} {string.Join(',', labels)}";
    }

    /// <summary>A histogram's for its buckets, sum and count.</summary>
    public string FamilyOf(string name)
    {
        Match part = HistogramPart().Match(name);
        return part.Success && types.GetValueOrDefault(part.Groups["family"].Value) == "histogram" ? part.Groups["family"].Value : name;
    }

    private void CheckHistograms()
    {
        foreach (string family in types.Where(type => type.Value == "histogram").Select(type => type.Key))
        {
            foreach (
                IGrouping<string, Sample> series in samples
                    .Where(sample => sample.Name == family + "_bucket")
                    .GroupBy(sample => string.Join(',', sample.Labels.Where(label => label.Key != "le")))
            )
            {
                Sample[] buckets = [.. series.OrderBy(bucket => NumberOf(bucket.Labels["le"]))];
                double count = samples
                    .Single(sample => sample.Name == family + "_count" && string.Join(',', sample.Labels) == series.Key)
                    .Value;
                if (buckets.Zip(buckets.Skip(1)).Any(pair => pair.First.Value > pair.Second.Value) || buckets[^1].Value != count)
                    throw new FormatException($"The buckets of {family} {series.Key} don't add up.");
            }
        }
    }

    private static string Unescaped(string character) => character == "n" ? "\n" : character;

    private static double NumberOf(string text) =>
        text switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][\w:]*) (?<type>counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][\w:]*)(\{((?<label>[a-zA-Z_]\w*)=""(?<value>([^""\\]|\\[\\""n])*)"",?)*\})? (?<number>[^ ]+)( -?\d+)?$"
    )]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"^(?<family>.*)_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
