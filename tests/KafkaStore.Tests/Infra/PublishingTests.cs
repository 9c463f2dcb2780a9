using System.Runtime.Versioning;

namespace KafkaStore.Tests.Infra;

/// <summary>The script around a publication, with a stand-in for Azure's command line that keeps a role in a file.</summary>
[Collection(nameof(SerialTests))]
[UnsupportedOSPlatform("windows")]
public sealed class PublishingTests : IDisposable
{
    private const string Scope = "/subscriptions/s/containers/packages";
    private readonly string folder = Directory.CreateTempSubdirectory("publishing").FullName;

    public PublishingTests() =>
        Program(
            "az",
            """
            echo "$1 $2 $3" >>log
            case "$3" in
              create) case "$*" in *"--scope /subscriptions/s/containers/packages --role Storage Blob Data Contributor --assignee-object-id p "*) touch role ;; esac ;;
              list) if test -e role; then echo /roles/1; fi ;;
              delete) if ! test -e stuck; then rm role; fi ;;
            esac
            """
        );

    [Fact]
    public async Task TheRoleIsThereWhileTheCommandRunsAndGoneAfterwards()
    {
        Program("publish", "test -e role && echo published");
        ToolRun run = await RunAsync("during", Scope, "p", "./publish");
        Assert.Equal((0, "published", ""), (run.ExitCode, run.Output.Trim(), run.Errors));
        Assert.False(IsAllowed);
    }

    [Fact]
    public async Task ACommandThatTheRoleCameTooLateForIsTriedAgain()
    {
        Program("publish", "echo try >>tries; test \"$(wc -l <tries)\" -ge 3");
        ToolRun run = await RunAsync("during", Scope, "p", "./publish");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("try 2 of 5 failed", run.Errors);
        Assert.False(IsAllowed);
    }

    [Fact]
    public async Task TheRoleIsTakenAwayWhenTheCommandFailsForGood()
    {
        Program("publish", "exit 7");
        ToolRun run = await RunAsync("during", Scope, "p", "./publish");
        Assert.NotEqual(0, run.ExitCode);
        Assert.False(IsAllowed);
    }

    [Fact]
    public async Task ARoleThatStaysIsAnErrorThatSaysWhatToDelete()
    {
        Program("publish", "");
        await File.WriteAllTextAsync(Path.Combine(folder, "stuck"), "");
        ToolRun run = await RunAsync("during", Scope, "p", "./publish");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("delete the role assignment /roles/1", run.Errors);
    }

    [Fact]
    public async Task AzdsHooksTakeTheContainerAndTheIdentityFromItsEnvironment()
    {
        Assert.Equal(0, (await RunAsync("allow")).ExitCode);
        Assert.True(IsAllowed);
        Assert.Equal(0, (await RunAsync("forbid")).ExitCode);
        Assert.False(IsAllowed);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private bool IsAllowed => File.Exists(Path.Combine(folder, "role"));

    private void Program(string name, string body)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/usr/bin/env bash\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<ToolRun> RunAsync(params string[] arguments) =>
        ToolRun.RunAsync(
            Repository.PathOf("infra/publishing"),
            arguments,
            folder,
            new Dictionary<string, string>
            {
                ["PATH"] = folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
                ["PUBLISHING_WAIT_SECONDS"] = "0",
                ["packageContainerId"] = Scope,
                ["identityPrincipalId"] = "p",
            }
        );
}
