namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>The scripts that a release is made with.</summary>
public sealed class ReleaseScriptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NotesAreTheVersionsSectionAlone()
    {
        string changelog = folder.Below("CHANGELOG.md");
        await File.WriteAllTextAsync(
            changelog,
            "# Changelog\n\n## Unreleased\n\n- later\n\n## 1.2.0 - 2026-12-01\n\n### Added\n\n- this\n\n## 1.2.0-rc.1 - 2026-11-30\n\n## 1.1.0 - 2026-11-01\n\n- old\n"
        );
        Assert.Equal("### Added\n\n- this\n", (await NotesAsync("1.2.0", changelog)).Succeed());
        Assert.Equal("- old\n", (await NotesAsync("1.1.0", changelog)).Succeed());

        ToolRun empty = await NotesAsync("1.2.0-rc.1", changelog);
        Assert.Equal((1, "error: the section of 1.2.0-rc.1 is empty.\n"), (empty.ExitCode, empty.Errors));
        ToolRun missing = await NotesAsync("1.3.0", changelog);
        Assert.Equal(
            (1, "error: CHANGELOG.md has no section '## 1.3.0 - YYYY-MM-DD': rename the section Unreleased before the release.\n"),
            (missing.ExitCode, missing.Errors)
        );
        ToolRun wrong = await NotesAsync("v1.2.0", changelog);
        Assert.Equal(2, wrong.ExitCode);
    }

    [Fact]
    public async Task TheChangelogOfThisRepositoryHasNotesOfItsReleases() =>
        Assert.StartsWith("### Added\n", (await NotesAsync("0.1.0", Repository.PathOf("CHANGELOG.md"))).Succeed());

    [Theory]
    [InlineData("solaris", "error: there is no package 'solaris'; see scripts/pack --help.\n")]
    [InlineData("--version v1", "error: --version takes a version such as 1.2.3 or 1.2.3-rc.1, not 'v1'.\n")]
    [InlineData(
        "--version 1.2.3 --no-build tool",
        "error: --version and --no-build do not go together: what is built has a version already.\n"
    )]
    public async Task WhatPackDoesNotTakeIsSaidBeforeAnythingIsMade(string arguments, string error)
    {
        ToolRun run = await ToolRun.RunAsync(Repository.PathOf("scripts/pack"), arguments.Split(' '));
        Assert.Equal((2, error), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task APackageWithoutItsNativeClientIsFound()
    {
        await File.WriteAllTextAsync(folder.Below("kafka-store"), "\u007fELF and no more than that");
        (await ToolRun.RunAsync("tar", ["-czf", "kafka-store-1.2.3-linux-x64.tar.gz", "kafka-store"], folder.Path)).Succeed();
        ToolRun run = await ToolRun.RunAsync(Repository.PathOf("scripts/check-packages"), ["1.2.3", folder.Path]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("error: kafka-store-1.2.3-linux-x64.tar.gz is for another processor than linux-x64.\n", run.Errors);
    }

    private static Task<ToolRun> NotesAsync(string version, string changelog) =>
        ToolRun.RunAsync(Repository.PathOf("scripts/release-notes"), [version, changelog]);
}
