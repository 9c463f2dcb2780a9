using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace KafkaStore.EndToEnd.Tests.Monitoring;

/// <summary>An expression that asks Prometheus.</summary>
internal sealed partial record Expression(string Text)
{
    private const string Folder = "packaging/monitoring";

    public IEnumerable<string> Metrics => Metric().Matches(Text).Select(match => match.Value).Distinct();

    /// <summary>What results are grouped by.</summary>
    public IEnumerable<string> Grouping =>
        By().Matches(Text).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));

    /// <summary>What a metric's series are chosen by.</summary>
    public IEnumerable<string> LabelsOf(string metric) =>
        Regex
            .Matches(Text, $@"\b{metric}\{{([^}}]*)\}}")
            .SelectMany(match => Label().Matches(match.Groups[1].Value).Select(label => label.Groups[1].Value));

    public static IReadOnlyList<Expression> OfDashboardAndRules() => [.. Dashboard().Concat(Rules())];

    private static IEnumerable<Expression> Dashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.PathOf($"{Folder}/grafana-dashboard.json")));
        JsonElement[] panels = [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()];
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        return
        [
            .. panels
                .Where(panel => panel.GetProperty("type").GetString() != "row")
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => new Expression(target.GetProperty("expr").GetString()!)),
            .. dashboard
                .RootElement.GetProperty("templating")
                .GetProperty("list")
                .EnumerateArray()
                .Where(variable => variable.GetProperty("type").GetString() == "query")
                .Select(variable => new Expression(variable.GetProperty("definition").GetString()!)),
        ];
    }

    private static IEnumerable<Expression> Rules()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Repository.PathOf($"{Folder}/alerts.yml"))));
        return
        [
            .. ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"])
                .SelectMany(group => (YamlSequenceNode)group["rules"])
                .Select(rule => new Expression(((YamlScalarNode)rule["expr"]).Value!)),
        ];
    }

    [GeneratedRegex(@"\bkafka_store_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();
}
