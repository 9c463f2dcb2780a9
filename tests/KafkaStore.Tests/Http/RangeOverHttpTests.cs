namespace KafkaStore.Tests.Http;

/// <summary>Records of every shape over HTTP, and how their blocks come.</summary>
public sealed class RangeOverHttpTests
{
    [Fact]
    public async Task RecordsOfEveryShapeComeBack()
    {
        var archive = new RangeArchive();
        await archive.AddAsync(SampleRecords.Varied(seed: 34, count: 2_000, maximumValue: 3_000));
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        SampleContainers.AssertEqual(archive.Records, (await served.ReadPagesAsync("")).SelectMany(LineRecords.Parse));
        SampleContainers.AssertEqual(archive.Records, await ReadContainersAsync(await served.ReadPagesAsync("", "avro/binary")));
    }

    [Fact]
    public async Task BlocksThatAreWantedWholePassThroughAsTheyAreStored()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(35, 4);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        byte[] container = Assert.Single(await served.ReadPagesAsync("", "avro/binary"));

        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        var passed = new List<string>();
        while (await reader.ReadStoredAsync(default) is { } block)
            passed.Add($"{block.Count} {Sha256Hash.Of(block.Data.Span)}");
        var stored = new List<string>();
        foreach (string name in archive.Store.Names)
        {
            await using ContainerReader own = await SampleContainers.OpenAsync(archive.Store.BytesOf(name));
            while (await own.ReadStoredAsync(default) is { } block)
                stored.Add($"{block.Count} {Sha256Hash.Of(block.Data.Span)}");
        }

        Assert.Equal(stored, passed);
    }

    private static async Task<List<Record>> ReadContainersAsync(IEnumerable<byte[]> containers)
    {
        var records = new List<Record>();
        foreach (byte[] container in containers)
            records.AddRange(await SampleContainers.ReadAsync(container));
        return records;
    }
}
