using KafkaStore.Reading.Formats;

namespace KafkaStore.Tests.Http;

/// <summary>Programs that are not ours read what is served.</summary>
public sealed class OtherClientTests
{
    [ProgramFact("curl")]
    public async Task CurlReadsLines()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(61, 3);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        string expected = await LinesAsync(archive);
        string url = new Uri(served.Address, $"{HttpArchive.Orders3}/records").ToString();

        Assert.Equal(expected, await CurlAsync(url));
        Assert.Equal(expected, await CurlAsync("--compressed", url));
    }

    [ProgramFact("curl")]
    public async Task CurlFollowsLinksOfZippedPagesWithABearerToken()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(64, 4);
        await using HttpArchive served = await HttpArchive.StartAsync(
            archive.Store,
            new HttpReadingOptions { PageBytes = 2 * 1024 * 1024 }
        );
        var lines = new StringBuilder();
        int pages = 0;
        for (Uri? url = new(served.Address, $"{HttpArchive.Orders3}/records"); url is not null; pages++)
        {
            string[] response = (
                await RunAsync("--fail", "--compressed", "--oauth2-bearer", HttpArchive.Token, "--dump-header", "-", url.ToString())
            ).Split("\r\n\r\n", 2);
            Assert.Contains("Content-Encoding: gzip", response[0], StringComparison.OrdinalIgnoreCase);
            lines.Append(response[1]);
            Match link = Regex.Match(response[0], "^Link: <(.*)>; rel=\"next\"\r?$", RegexOptions.IgnoreCase | RegexOptions.Multiline);
            url = link.Success ? new Uri(url, link.Groups[1].Value) : null;
        }

        Assert.InRange(pages, 2, 100);
        Assert.Equal(await LinesAsync(archive), lines.ToString());
    }

    [ProgramFact("curl")]
    public async Task CurlReadsAnEmptyPageZippedOrNot()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(65, 1);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        string url = new Uri(served.Address, $"{HttpArchive.Orders3}/records?fromOffset={archive.End}").ToString();

        Assert.Empty(await CurlAsync("--fail", url));
        Assert.Empty(await CurlAsync("--fail", "--compressed", url));
    }

    [ProgramFact("curl")]
    public async Task CurlFailsWithoutTheToken()
    {
        await using HttpArchive served = await HttpArchive.StartAsync((await RangeArchive.MakeAsync(66, 1)).Store);
        string url = new Uri(served.Address, $"{HttpArchive.Orders3}/records").ToString();
        Assert.Equal(new ToolRun(22, "", ""), await ToolRun.RunAsync("curl", ["-s", "--fail", "--oauth2-bearer", "another", url]));
    }

    [ProgramFact("curl")]
    public async Task CurlFailsWhenTheResponseBreaksOff()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(62, 3);
        archive.Store.BytesOf(archive.Store.Names[2])[^1] ^= 1;
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        string url = new Uri(served.Address, $"{HttpArchive.Orders3}/records").ToString();
        string[] arguments = ["-s", "-o", "/dev/null", "-H", $"x-functions-key: {HttpArchive.Token}", url];
        Assert.NotEqual(0, (await ToolRun.RunAsync("curl", arguments)).ExitCode);
    }

    [PythonAvroFact]
    public async Task PythonReadsContainersPageByPage()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(63, 4);
        await archive.AddAsync([.. SampleRecords.Varied(seed: 63, count: 500, firstOffset: archive.End)]);
        await using HttpArchive served = await HttpArchive.StartAsync(
            archive.Store,
            new HttpReadingOptions { PageBytes = 2 * 1024 * 1024 }
        );
        Record[] expected = [.. archive.Records.Where(record => record.Offset >= archive.Start + 2 && record.Timestamp >= 1_000_100)];
        string url = new Uri(served.Address, $"{HttpArchive.Orders3}/records?fromOffset={archive.Start + 2}&fromTime=1000100").ToString();

        string[] lines = [.. RecordJson.Normalized(await Task.Run(() => PythonAvro.Run("read_http_range.py", "", url, HttpArchive.Token)))];

        Assert.Equal(expected.Select(record => RecordJson.Of(record).ToJsonString()), lines);
    }

    private static async Task<string> LinesAsync(RangeArchive archive)
    {
        var objects = new ArchiveObjects(archive.Store);
        var output = new ArrayBufferWriter<byte>();
        var slices = new RangeSlices(objects, new ArchiveLocator(archive.Store));
        await foreach (ArchivedBlock block in new RangeReader(objects).ReadAsync(slices, new RecordRange(RangeArchive.Partition), default))
        {
            foreach (Record record in block.Records)
            {
                RecordLine.Write(output, Path.GetFileName(block.Name.ToString()), record);
                output.Write("\n"u8);
            }
        }

        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static Task<string> CurlAsync(params string[] arguments) =>
        RunAsync(["-H", $"x-functions-key: {HttpArchive.Token}", .. arguments]);

    private static async Task<string> RunAsync(params string[] arguments) =>
        (await ToolRun.RunAsync("curl", ["-s", "-S", .. arguments])).Succeed();
}
