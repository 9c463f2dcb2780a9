namespace KafkaStore.Tests.Packages;

/// <summary>What was resolved is committed for every project whose packages do not depend on where the Kafka extension comes from.</summary>
public sealed partial class LockFileTests
{
    [Fact]
    public void ProjectsBelowTheFunctionsAreLockedAndNoOthers()
    {
        // Not in the folders below: a build of the function app makes a project of its own there.
        string[] projects =
        [
            .. Directory.EnumerateDirectories(Repository.PathOf("src")).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj")),
        ];
        string[] below =
        [
            .. projects
                .Where(project => !Reaches(project))
                .Select(project => Path.GetFileNameWithoutExtension(project))
                .Order(StringComparer.Ordinal),
        ];
        string named = Named().Match(File.ReadAllText(Repository.PathOf("Directory.Build.props"))).Groups[1].Value;
        Assert.Equal(below, named.Split(';', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal(
            below,
            projects.Where(HasLockFile).Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal)
        );
    }

    private static bool HasLockFile(string project) => File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"));

    private static bool Reaches(string project)
    {
        string text = File.ReadAllText(project);
        return text.Contains("Microsoft.Azure.Functions.Worker.Extensions.Kafka")
            || Reference().Matches(text).Any(match => Reaches(Path.Combine(Path.GetDirectoryName(project)!, match.Groups[1].Value)));
    }

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<LockedProjects>(.*)</LockedProjects>")]
    private static partial Regex Named();
}
