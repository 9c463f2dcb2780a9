namespace KafkaStore.Tests.Layers;

/// <summary>A drawing in CONTRIBUTING.md: a Mermaid flowchart that begins with a comment of its name.</summary>
internal static class Picture
{
    /// <summary>Its arrows, in order of the alphabet.</summary>
    public static IEnumerable<string> Of(string name)
    {
        string text = File.ReadAllText(Repository.PathOf("CONTRIBUTING.md"));
        int start = text.IndexOf($"%% {name}\n");
        Assert.True(start >= 0, $"CONTRIBUTING.md draws no {name}");
        return text[start..text.IndexOf("```", start)]
            .Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.Contains("-->"))
            .Order(StringComparer.Ordinal);
    }
}
