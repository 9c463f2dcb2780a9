namespace KafkaStore.Tests.Layers;

/// <summary>The function app has settings and no command line: what it can say names no option of one.</summary>
public sealed partial class TextTests
{
    // They are the command line, or run under it alone.
    private static readonly string[] OfTheCommandLine = ["KafkaStore.Cli", "KafkaStore.LocalHost"];

    [Fact]
    public void NoTextOfTheSharedProjectsNamesAnOption()
    {
        IEnumerable<string> found =
            from project in Directory.EnumerateDirectories(Repository.PathOf("src")).Select(path => Path.GetFileName(path))
            where !OfTheCommandLine.Contains(project)
            from file in SourceTree.Files(project)
            where !IsOfRestore(file.Path)
            from line in file.Text.Split('\n')
            where !line.TrimStart().StartsWith("//") && Option().IsMatch(line) && !OfOthers().IsMatch(line)
            select $"{file.Path}: {line.Trim()}";
        Assert.Empty(found);
    }

    // Restoring has no other host than the command.
    [Fact]
    public void TheFunctionAppRestoresNothing()
    {
        foreach (string project in (string[])["KafkaStore.Functions", "KafkaStore.FunctionApp", "KafkaStore.Hosting"])
            Assert.All(SourceTree.Files(project), file => Assert.DoesNotContain("KafkaStore.Restoring", file.Text));
    }

    private static bool IsOfRestore(string path) => path.Contains(Path.Combine("KafkaStore", "Restoring"));

    [GeneratedRegex(@"""[^""]*--[a-z]")]
    private static partial Regex Option();

    // What Azure's own tool takes, and a bucket's name.
    [GeneratedRegex(@"\baz (storage|keyvault) |""--x-s3""")]
    private static partial Regex OfOthers();
}
