using KafkaStore.EndToEnd.Tests.Pages;

namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>What is installed archives, completes, and the commands of the book that can run here do.</summary>
public sealed class InstalledToolTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [RunsBlock("first-archive"), RunsBlock("completion")]
    public Task TheCommandsOfTheInstallationPageArchiveTheSampleWithAFileOfTenLines() =>
        FirstArchive.MakeAsync(tool.Bin, folder.Below("run"), new Dictionary<string, string>(), Assert.Single(Book.Run("completion")));

    [Fact]
    public async Task ItSaysItsVersionAndHelpAtOnce()
    {
        string version = (await tool.BashAsync("kafka-store --version", folder.Path)).Succeed();
        Assert.Matches(@"^\d+\.\d+\.\d+", version);
        var watch = Stopwatch.StartNew();
        (await tool.BashAsync("kafka-store --help", folder.Path)).Succeed();
        // 0.3 s on a quiet machine (docs/installation.md); this one is busy with other tests.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData("kafka-store ver", "verify")]
    [InlineData("kafka-store est", "estimate")]
    [InlineData("kafka-store estimate --sam", "--sample")]
    [InlineData("kafka-store config ", "check,print,reload,schema")]
    [InlineData("kafka-store --offset-reset ", "earliest,error,latest")]
    [InlineData("kafka-store restore --to-br", "--to-broker")]
    public async Task BashCompletesWhatIsTyped(string typed, string expected)
    {
        // What readline does when tab is hit, of a file that can't be read besides.
        await File.WriteAllTextAsync(folder.Below("kafka-store.yaml"), "mistake");
        string lines = $$"""
            source <(kafka-store completion bash)
            COMP_LINE='{{typed}}' COMP_POINT={{typed.Length}}
            IFS=' ' read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _kafka_store
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p kafka-store
            """;
        string[] output = (await tool.BashAsync(lines, folder.Path)).Succeed().Trim().Split('\n');
        Assert.Equal("complete -o default -F _kafka_store kafka-store", output[^1]);
        Assert.Equal(
            expected.Split(','),
            output[..^1].Where(word => word is not ("--config" or "--help" or "--log-format" or "--verbose" or "-h"))
        );
    }

    [ProgramFact("zsh")]
    public async Task ZshAddsWhatTheProgramSuggests()
    {
        const string Lines = """
            compdef() { : }
            compadd() { shift; print -l -- "$@" }
            _files() { print files }
            source <(kafka-store completion zsh)
            words=(kafka-store ver); CURRENT=2; _kafka_store
            words=(kafka-store quickstart --dir ''); CURRENT=4; _kafka_store
            """;
        string output = (await ToolRun.RunAsync("zsh", ["-f", "-c", Lines], folder.Path, tool.OnPath)).Succeed();
        Assert.StartsWith("verify\n", output);
        Assert.EndsWith("\nfiles\n", output);
    }

    [ProgramFact("fish")]
    public async Task FishOffersWhatTheProgramSuggests()
    {
        const string Lines = """
            kafka-store completion fish | source
            complete -C 'kafka-store ver'
            complete -C 'kafka-store restore --to-br'
            """;
        ToolRun run = await ToolRun.RunAsync("fish", ["--no-config", "-c", Lines], folder.Path, tool.OnPath);
        Assert.Equal("verify\n--to-broker\n", run.Succeed());
    }

    [Fact]
    public async Task AScriptForEveryShellIsPrinted()
    {
        string powershell = (await tool.BashAsync("kafka-store completion powershell", folder.Path)).Succeed();
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName kafka-store", powershell);
        ToolRun none = await tool.BashAsync("kafka-store completion", folder.Path);
        Assert.Equal(2, none.ExitCode);
        Assert.Equal("error: a command is missing: bash, zsh, fish, powershell. See kafka-store completion --help.\n", none.Errors);
    }
}
