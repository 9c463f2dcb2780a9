using System.Xml.Linq;

namespace KafkaStore.Tests.Layers;

/// <summary>The product's projects by their short names, and which refers to which.</summary>
internal static class Projects
{
    private static readonly Dictionary<string, string[]> References = SourceTree
        .Find(".", "*.csproj")
        .ToDictionary(path => ShortName(path), ReferencesOf);

    /// <summary>Every reference that a project file has.</summary>
    public static IEnumerable<(string From, string To)> Arrows =>
        References.SelectMany(project => project.Value.Select(used => (project.Key, used)));

    /// <summary>The references, without those that follow from others.</summary>
    public static IEnumerable<(string From, string To)> Drawn() =>
        Arrows.Where(arrow => !References[arrow.From].Any(other => other != arrow.To && Below(other).Contains(arrow.To)));

    private static string[] ReferencesOf(string path) =>
        [
            .. XDocument
                .Load(path)
                .Descendants("ProjectReference")
                .Select(reference => (string)reference.Attribute("Include")!)
                .Where(included => !included.Contains("compat"))
                .Select(ShortName),
        ];

    private static HashSet<string> Below(string project) => [.. References[project].SelectMany(used => Below(used).Append(used))];

    private static string ShortName(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')).Replace("KafkaStore.", "");
}
