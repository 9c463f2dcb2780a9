namespace KafkaStore.EndToEnd.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task EveryOptionIsExplained()
    {
        string help = await HelpAsync("--help");
        string[] options =
        [
            .. Words($"--broker-list --topic --group --local-store --offset-reset --on-recreated --settling-seconds --file-size"),
            .. Words(
                $"--file-age-seconds --file-records --idle-safety-seconds --codec --codec-level --state-dir --staging-url --staging-key-file --share"
            ),
            .. Words(
                $"--kafka-config --kafka-property --exit-at-end --close-at-end --accept-staging-loss --schema-registry --log-format --no-live --verbose --config"
            ),
        ];
        Assert.All(options, option => Assert.Contains($"\n  {option}", help));
        Assert.Contains("Counted before compression", help);
        Assert.Contains("[default: 256M]", help);
        Assert.Contains("quickstart", help);
        Assert.Contains("dev-broker", help);
    }

    [Theory]
    [InlineData("quickstart", "--dir", "--input")]
    [InlineData("restore", "--to-broker", "--topic-map", "--dry-run", "--ignore-survey", "--skip-sizes", "--append", "--verify", "--json")]
    [InlineData("mirror", "--topic", "--json")]
    [InlineData("resume", "--topic", "--json")]
    [InlineData("catalog check", "--topic", "--json")]
    [InlineData("catalog rebuild", "--topic", "--json")]
    [InlineData("config print", "--json")]
    [InlineData("verify", "--against-broker", "--group", "--mysql-metadata-url", "--heads", "--expect", "--json")]
    [InlineData("config check", "--offline", "--json", "--config")]
    [InlineData("config reload", "--config")]
    [InlineData("status", "--broker-list", "--staging-url", "--json")]
    [InlineData(
        "estimate",
        "--topic",
        "--file-age-seconds",
        "--codec",
        "--kafka-config",
        "--sample",
        "--price",
        "--prices",
        "--objects",
        "--json"
    )]
    [InlineData("dev-broker", "--partitions", "--topic", "--sample", "--write-settings")]
    public async Task CommandsHaveHelpOfTheirOwn(string command, params string[] options)
    {
        string help = await HelpAsync([.. command.Split(' '), "--help"]);
        Assert.Contains($"kafka-store {command} [options]", help);
        Assert.All(options, option => Assert.Contains($"\n  {option}", help));
    }

    [Fact]
    public async Task ReaderGoesByItsOwnName()
    {
        Assert.Contains("\n  kafka-store-reader [command] [options]", await HelpAsync("kafka-store-reader", "--help"));
        string local = await HelpAsync("kafka-store-reader", "local", "--help");
        Assert.Contains("kafka-store-reader local <PATH> [options]", local);
        string[] options =
        [
            .. Words($"--from-offset --to-offset --from-time --to-time --partition --limit --format --key-format --value-format"),
            .. Words($"--output --force --wait --mysql-metadata-url"),
        ];
        Assert.All(options, option => Assert.Contains($"\n  {option}", local));
    }

    private static async Task<string> HelpAsync(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(arguments);
        Assert.Equal(0, exitCode);
        Assert.Empty(errors);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        return output;
    }
}
