namespace KafkaStore.Tests.Cli;

/// <summary>The command line from its words to the file that it writes.</summary>
public sealed class ReaderCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ARangeOfATopicGoesIntoAFile()
    {
        string topic = await ArchiveAsync();
        string output = folder.Below("out");
        Assert.Equal(
            0,
            await RunAsync(
                "local",
                topic,
                "--from-time",
                "1970-01-01T00:00:01.000Z",
                "--to-time",
                "1002",
                "--partition",
                "all",
                "--format",
                "raw",
                "--output",
                output
            )
        );
        Assert.Equal("a1\na2\nb1\nb2\n", await File.ReadAllTextAsync(output));
        Assert.Equal(CommandRunner.Failed, await RunAsync("local", topic, "--output", output));
        Assert.Equal(0, await RunAsync("local", topic + "/", "--partition", "1", "--limit", "1", "--output", output, "--force"));
        Assert.Equal(
            "{\"filename\": \"00000000000000000000\", \"key\": null, \"offset\": 0, \"partition\": 1, \"timestamp\": 999, \"value\": \"b0\"}\n",
            await File.ReadAllTextAsync(output)
        );
        Assert.Equal(0, await RunAsync("local", Path.Combine(topic, "000001"), "--from-offset", "3", "--output", output, "--force"));
        Assert.Equal(
            "{\"filename\": \"00000000000000000000\", \"key\": null, \"offset\": 3, \"timestamp\": 1002, \"value\": \"b3\"}\n",
            await File.ReadAllTextAsync(output)
        );
        Assert.Equal(["out"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AContainerOfAnotherProgramIsReadFromItsPath()
    {
        string capture = folder.Below("17.avro");
        byte[] sync = new byte[16];
        await File.WriteAllBytesAsync(
            capture,
            [
                .. ContainerHeader.Write(
                    new Dictionary<string, ReadOnlyMemory<byte>>
                    {
                        ["avro.schema"] = """{"type":"record","name":"E","fields":[{"name":"Body","type":["null","bytes"]}]}"""u8.ToArray(),
                    },
                    sync
                ),
                6,
                14,
                2,
                2,
                (byte)'a',
                2,
                2,
                (byte)'b',
                0,
                .. sync,
            ]
        );
        string output = folder.Below("out");
        Assert.Equal(0, await RunAsync("local", capture, "--output", output));
        Assert.Equal("{\"Body\":\"a\"}\n{\"Body\":\"b\"}\n{\"Body\":null}\n", await File.ReadAllTextAsync(output));
        Assert.Equal(0, await RunAsync("local", capture, "--limit", "1", "--output", output, "--force"));
        Assert.Equal("{\"Body\":\"a\"}\n", await File.ReadAllTextAsync(output));
        Assert.Equal(CommandRunner.Misused, await RunAsync("local", capture, "--from-offset", "1"));
        await File.WriteAllTextAsync(capture, "no container");
        Assert.Equal(CommandRunner.Failed, await RunAsync("local", capture, "--output", folder.Below("other")));
        Assert.False(File.Exists(folder.Below("other")));
    }

    [Theory]
    [InlineData("--from-offset takes an offset, a whole number from 0, not '-1'.", "--from-offset", "-1")]
    [InlineData("--to-offset takes an offset, a whole number from 0, not 'x'.", "--to-offset", "x")]
    [InlineData("--from-offset 5 lies after --to-offset 4. Exchange the two.", "--from-offset", "5", "--to-offset", "4")]
    [InlineData("--from-time 2 lies after --to-time 1970-01-01. Exchange the two.", "--from-time", "2", "--to-time", "1970-01-01")]
    [InlineData(
        "--to-time takes ISO 8601, UTC unless it says otherwise, such as 2026-03-01 or 2026-03-01T12:00:00+01:00, or milliseconds since 1970, not 'noon'.",
        "--to-time",
        "noon"
    )]
    [InlineData("--partition takes numbers such as 0 or 0,2,5, or all, not '-2'.", "--partition", "1,-2")]
    [InlineData("--partition takes numbers such as 0 or 0,2,5, or all, not ''.", "--partition", "1,")]
    [InlineData("--limit takes a number of records from 1, not '0'.", "--limit", "0")]
    [InlineData("--format takes json, avro or raw, not 'csv'.", "--format", "csv")]
    [InlineData("--value-format takes utf8, base64, hex, json or avro, not 'xml'.", "--value-format", "xml")]
    [InlineData(
        "--key-format and --value-format are of --format json; avro and raw take keys and values as they are. Leave them out.",
        "--format",
        "raw",
        "--key-format",
        "hex"
    )]
    [InlineData("--output takes a file, not ''.", "--output", "")]
    [InlineData("--force replaces the file that --output names: give both.", "--force")]
    public void MisuseIsSaid(string sentence, params string[] arguments) =>
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => Bind(arguments)).Message);

    [Fact]
    public void EverythingThatIsGivenIsTaken()
    {
        ReaderRequest request = Bind(
            "--from-offset",
            "1",
            "--to-offset",
            "2",
            "--from-time",
            "3",
            "--to-time",
            "1970-01-01T00:00:00.004",
            "--partition",
            "4,6",
            "--partition",
            "5",
            "--limit",
            "7",
            "--key-format",
            "hex",
            "--value-format",
            "AVRO",
            "--output",
            "f",
            "--force",
            "--wait"
        );
        Assert.Equal((1L, 2L, 3L, 4L, 7L), (request.FromOffset, request.ToOffset, request.FromTime, request.ToTime, request.Limit));
        Assert.Equal([4, 5, 6], request.Partitions!.Of([.. Enumerable.Range(0, 9)], out _));
        Assert.Equal(
            (RecordFormat.Json, BytesFormat.Hex, BytesFormat.Avro, "f", true, true),
            (request.Format, request.Key, request.Value, request.Output, request.Force, request.Wait)
        );
        Assert.Equal(new ReaderRequest(), Bind());
    }

    private async Task<string> ArchiveAsync()
    {
        var archive = new ReaderArchive(new MemoryObjectStore());
        for (int partition = 0; partition < 2; partition++)
        {
            await archive.AddAsync(
                partition,
                [.. Enumerable.Range(0, 4).Select(i => SampleRecords.Of(i, 999 + i, value: $"{"ab"[partition]}{i}"))]
            );
        }

        foreach (string name in archive.Store.Names)
        {
            string path = folder.Below(Path.Combine("archive", name));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, archive.Store.BytesOf(name));
        }

        return folder.Below("archive/orders");
    }

    private static ReaderRequest Bind(params string[] arguments)
    {
        var options = new ReaderOptions();
        var command = new Command("test");
        options.AddTo(command);
        return options.Bind(command.Parse(arguments));
    }

    private static Task<int> RunAsync(params string[] arguments)
    {
        Option<bool> verbose = VerboseOption.Create();
        return CommandRunner.RunAsync(ReaderCommand.Create(verbose), arguments, verbose);
    }
}
