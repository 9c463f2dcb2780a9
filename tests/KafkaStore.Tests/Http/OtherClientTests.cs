using System.Buffers;
using System.Diagnostics;
using System.Text;
using KafkaStore.Functions;
using KafkaStore.Reading;
using KafkaStore.Tests.Avro;
using KafkaStore.Tests.Reading;
using KafkaStore.Tests.Support;

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
    public async Task CurlFailsWhenTheResponseBreaksOff()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(62, 3);
        archive.Store.BytesOf(archive.Store.Names[2])[^1] ^= 1;
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        using Process curl = Start(["-s", "-o", "/dev/null", "-H", $"x-functions-key: {HttpArchive.Token}", new Uri(served.Address, $"{HttpArchive.Orders3}/records").ToString()]);
        await curl.WaitForExitAsync();
        Assert.NotEqual(0, curl.ExitCode);
    }

    [PythonAvroFact]
    public async Task PythonReadsContainersPageByPage()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(63, 4);
        await archive.AddAsync([.. SampleRecords.Varied(seed: 63, count: 500, firstOffset: archive.End)]);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store, new HttpReadingOptions { PageBytes = 2 * 1024 * 1024 });
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

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        using Process curl = Start(["-s", "-S", "-H", $"x-functions-key: {HttpArchive.Token}", .. arguments]);
        string output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        Assert.Equal(0, curl.ExitCode);
        return output;
    }

    private static Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
}
