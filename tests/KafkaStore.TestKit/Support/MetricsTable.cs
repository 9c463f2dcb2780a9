using System.Text.RegularExpressions;

namespace KafkaStore.Tests.Support;

/// <summary>The rows of <c>docs/metrics.md</c>.</summary>
public static partial class MetricsTable
{
    /// <param name="Kind">counter, gauge or histogram.</param>
    /// <param name="Attributes">That a measurement may have.</param>
    /// <param name="Prometheus">Its name there.</param>
    public sealed record Row(string Name, string Kind, string Unit, IReadOnlyList<string> Attributes, string Prometheus)
    {
        /// <summary>As Prometheus has the attributes.</summary>
        public IEnumerable<string> Labels => Attributes.Select(attribute => attribute.Replace('.', '_'));
    }

    public static IReadOnlyList<Row> Read() =>
        [
            .. Rows()
                .Matches(File.ReadAllText(Repository.PathOf("docs/metrics.md")))
                .Select(row => new Row(
                    row.Groups["name"].Value,
                    row.Groups["kind"].Value,
                    row.Groups["unit"].Value,
                    [.. Words().Matches(row.Groups["attributes"].Value).Select(word => word.Groups[1].Value)],
                    row.Groups["prometheus"].Value
                )),
        ];

    [GeneratedRegex(
        @"^\| `(?<name>kafka_store\.[^`]+)` \| (?<kind>\w+) \| `(?<unit>[^`]+)` \|(?<attributes>[^|]*)\| `(?<prometheus>\w+)` \| [^|]*\w[^|]* \|$",
        RegexOptions.Multiline
    )]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Words();
}
