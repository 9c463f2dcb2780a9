namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>One file of an archive that lies alone, under any name or in a pipe: its header says what it is.</summary>
[Collection(nameof(ArchivedOrders))]
public sealed class LooseFileTests(ArchivedOrders orders)
{
    [Theory]
    [InlineData("")]
    [InlineData("--from-offset {0} --limit 5")]
    [InlineData("--to-offset {0} --value-format hex --key-format base64")]
    [InlineData("--format raw --limit 7")]
    public async Task ItIsReadAsInItsPlace(string options)
    {
        (string place, string alone, ArchiveName name) = CopyOne();
        string[] given =
        [
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("{0}", $"{name.BaseOffset + 3}")),
        ];
        bool hasEnd = options.Length > 0;
        ToolRun inPlace = await KafkaStoreProcess.RunAsync([
            "kafka-store-reader",
            "local",
            place,
            .. hasEnd ? given : ["--limit", $"{await CountAsync(alone)}"],
        ]);
        Assert.NotEmpty(inPlace.Output);

        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(["kafka-store-reader", "local", alone, .. given]);

        Assert.Equal((0, inPlace.Output, ""), (exitCode, output, errors));
    }

    [Fact]
    public async Task APipeOfItIsToo()
    {
        (_, string alone, _) = CopyOne();
        string reader = $"dotnet '{KafkaStoreProcess.Program}' kafka-store-reader local";
        ToolRun piped = await ToolRun.RunAsync("bash", ["-c", $"cat '{alone}' | {reader} - --limit 3"]);
        Assert.Equal((0, ""), (piped.ExitCode, piped.Errors));
        Assert.StartsWith("{\"filename\": \"0000", piped.Output, StringComparison.Ordinal);
        Assert.Equal(3, piped.Output.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData("--wait")]
    [InlineData("--partition 0")]
    [InlineData("--value-format avro")]
    public async Task WhatTakesTheArchiveAroundItIsRefused(string options)
    {
        (_, string alone, ArchiveName name) = CopyOne();
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(["kafka-store-reader", "local", alone, .. options.Split(' ')]);
        Assert.Equal(
            (
                2,
                $"error: {alone} is the file {name} of an archive, alone: {(options == "--partition 0" ? "--partition" : options)} takes the archive around it. Give the path there, or leave it out.\n"
            ),
            (exitCode, errors)
        );
    }

    private static async Task<int> CountAsync(string file) =>
        (await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", file)).Output.Count(character => character == '\n');

    private (string Place, string Alone, ArchiveName Name) CopyOne()
    {
        ArchiveName name = orders.Archive.Objects()[1];
        string place = Path.Combine(orders.Archive.Path, name.ToString());
        string alone = orders.NewPath("alone");
        File.Copy(place, alone);
        return (place, alone, name);
    }
}
