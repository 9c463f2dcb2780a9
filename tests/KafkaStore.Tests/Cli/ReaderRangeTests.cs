using KafkaStore.Cli.CommandLine.Parsing;

namespace KafkaStore.Tests.Cli;

/// <summary>Which records the reader prints, of which partitions and files, and what it says beside them.</summary>
public sealed class ReaderRangeTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task FromAFileOnAllIsPrintedAndTheNextOneNamed(int seed)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(seed, 4);
        var reader = new ReaderArchive(archive.Store);
        foreach (string name in archive.Store.Names)
        {
            Assert.True(ArchiveName.TryParse(name, out ArchiveName first));
            string lines = await reader.ReadTextAsync(ReaderArchive.Object(3, first.BaseOffset), new ReaderRequest());
            Assert.Equal(archive.Records.Select(record => record.Offset).Where(offset => offset >= first.BaseOffset), Offsets(lines));
            Assert.DoesNotContain("partition", lines);
        }

        string expected = $"Next file not ready yet. Expected: /archive/{new ArchiveName(RangeArchive.Partition, archive.End)}";
        Assert.Equal(Enumerable.Repeat(expected, 4), reader.Notes.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task ARangeThatEndsBeforeTheArchiveDoesNamesNoFile()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(6, 3);
        var reader = new ReaderArchive(archive.Store);
        await reader.ReadAsync(ReaderArchive.Object(3, archive.Start), new ReaderRequest { ToOffset = archive.End });
        await reader.ReadAsync(ReaderArchive.Object(3, archive.Start), new ReaderRequest { Limit = 1 });
        Assert.Empty(reader.Notes.ToString());
    }

    [Fact]
    public async Task LimitIsOfAllPartitionsTogether()
    {
        ReaderArchive reader = await ThreePartitionsAsync();
        Assert.Equal("0:0 0:1 2:5", Places(await reader.ReadTextAsync(ReaderArchive.Topic, new ReaderRequest { Limit = 3 })));
        Assert.Equal("0:0 0:1 2:5 2:6 10:0 10:1", Places(await reader.ReadTextAsync(ReaderArchive.Topic, new ReaderRequest { Limit = 7 })));
        Assert.Equal("0:0 0:1", Places(await reader.ReadTextAsync(ReaderArchive.Topic, new ReaderRequest { Limit = 2 })));
    }

    [Fact]
    public async Task ProgressIsKnownFromTheBlockIndexes()
    {
        ReaderArchive reader = await ThreePartitionsAsync();
        await reader.ReadAsync(ReaderArchive.Topic, new ReaderRequest());
        Assert.Equal((6, 6), reader.Progress);
        await reader.ReadAsync(ReaderArchive.Topic, new ReaderRequest { FromOffset = 1, ToOffset = 6 });
        Assert.Equal((3, 3), reader.Progress);
    }

    [Fact]
    public async Task ChosenPartitionsAreReadInTheirOrder()
    {
        ReaderArchive reader = await ThreePartitionsAsync();
        Assert.Equal(
            "2:5 2:6 10:0 10:1",
            Places(await reader.ReadTextAsync(ReaderArchive.Topic, new ReaderRequest { Partitions = PartitionChoice.Parse(["10,2", "2"]) }))
        );
        Assert.Equal(
            "0:1 10:1",
            Places(await reader.ReadTextAsync(ReaderArchive.Topic, new ReaderRequest { FromOffset = 1, ToOffset = 5 }))
        );
    }

    [Fact]
    public async Task WhatIsNotThereIsSaid()
    {
        ReaderArchive reader = await ThreePartitionsAsync();
        await FailsAsync<CommandFailedException>(
            "/archive/orders has no partition 1. It has 0, 2, 10.",
            ReaderArchive.Topic,
            new ReaderRequest { Partitions = PartitionChoice.Parse(["0,1"]) }
        );
        await FailsAsync<CommandFailedException>(
            "/archive has no archive of a topic other. Check the path; it ends in TOPIC, TOPIC/PPPPPP or TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.",
            ReaderArchive.Topic with
            {
                Topic = "other",
            },
            new ReaderRequest()
        );
        await FailsAsync<CommandFailedException>(
            "/archive has no archive of orders-1. Check the path; it ends in TOPIC, TOPIC/PPPPPP or TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.",
            ReaderArchive.Partition(1),
            new ReaderRequest()
        );
        await FailsAsync<UsageException>(
            "--partition chooses among the partitions of a topic, and /archive/orders/000002 names one already. Leave it out, or give the topic's path.",
            ReaderArchive.Partition(2),
            new ReaderRequest { Partitions = PartitionChoice.All }
        );
        await FailsAsync<UsageException>(
            "--from-offset 4 lies before /archive/orders/000002/00000000000000000005. Give the path of the partition instead of the file's.",
            ReaderArchive.Object(2, 5),
            new ReaderRequest { FromOffset = 4 }
        );
        await FailsAsync<UsageException>(
            "--wait follows one partition, and /archive/orders has 3. Choose one with --partition.",
            ReaderArchive.Topic,
            new ReaderRequest { Wait = true }
        );

        async Task FailsAsync<T>(string sentence, ArchivePath path, ReaderRequest request)
            where T : Exception => Assert.Equal(sentence, (await Assert.ThrowsAsync<T>(() => reader.ReadAsync(path, request))).Message);
    }

    [Fact]
    public async Task WaitingReaderShowsWhatComesAndEndsWithItsRange()
    {
        ReaderArchive reader = await ThreePartitionsAsync();
        var output = new MemoryOutput();
        Task reading = reader.ReadAsync(
            ReaderArchive.Partition(0),
            new ReaderRequest
            {
                FromOffset = 1,
                ToOffset = 4,
                Wait = true,
            },
            output
        );
        await UntilAsync(() => Offsets(output.Text).SequenceEqual([1L]));
        await reader.AddAsync(0, SampleRecords.Of(2));
        await UntilAsync(() => Offsets(output.Text).SequenceEqual([1L, 2]));
        Assert.False(reading.IsCompleted);
        await reader.AddAsync(0, SampleRecords.Of(3), SampleRecords.Of(4));
        await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1L, 2, 3], Offsets(output.Text));
    }

    [Fact]
    public async Task WaitingBeginsPastTheEndAndWithAFileThatIsStillToCome()
    {
        ReaderArchive reader = await ThreePartitionsAsync();
        var tail = new MemoryOutput();
        var file = new MemoryOutput();
        var reading = Task.WhenAll(
            reader.ReadAsync(
                ReaderArchive.Partition(0),
                new ReaderRequest
                {
                    FromOffset = 3,
                    Limit = 1,
                    Wait = true,
                },
                tail
            ),
            reader.ReadAsync(ReaderArchive.Object(0, 2), new ReaderRequest { Limit = 2, Wait = true }, file)
        );
        await reader.AddAsync(0, SampleRecords.Of(2), SampleRecords.Of(3), SampleRecords.Of(4));
        await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([3L], Offsets(tail.Text));
        Assert.Equal([2L, 3], Offsets(file.Text));
    }

    [Fact]
    public async Task ACatalogFindsTheObjectWithOneQueryAndMayLackRows()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(9, 6);
        var reader = new ReaderArchive(archive.Store);
        var catalog = new MemoryCatalog();
        foreach (string name in archive.Store.Names.Skip(2).Take(2))
        {
            Assert.True(ArchiveName.TryParse(name, out ArchiveName parsed));
            await catalog.AddAsync(
                new CatalogEntry(parsed, parsed.BaseOffset + 1, archive.Store.BytesOf(name).Length, new Md5Hash(new byte[16])),
                default
            );
        }

        var unavailable = new List<string>();
        var lookup = new CatalogLookup(catalog, new ArchiveLocator(archive.Store), e => unavailable.Add(e.Message));
        for (long offset = archive.Start; offset <= archive.End; offset += 3)
        {
            long[] expected = [.. archive.Records.Select(record => record.Offset).Where(one => one >= offset)];
            var request = new ReaderRequest { FromOffset = offset };
            Assert.Equal(expected, Offsets(Encoding.UTF8.GetString(await reader.ReadAsync(ReaderArchive.Partition(3), request, lookup))));
        }

        Assert.Empty(unavailable);
        int calls = catalog.Calls;
        await lookup.FindAtOrBelowAsync(RangeArchive.Partition, archive.End, default);
        Assert.Equal(calls + 1, catalog.Calls);
        catalog.Before = _ => throw new CatalogUnavailableException("The catalog is away.");
        ArchiveEntry? listed = await new ArchiveLocator(archive.Store).FindAtOrBelowAsync(RangeArchive.Partition, archive.End, default);
        Assert.Equal(listed, await lookup.FindAtOrBelowAsync(RangeArchive.Partition, archive.End, default));
        Assert.Equal(["The catalog is away."], unavailable);
    }

    [PythonAvroFact]
    public async Task PythonReadsTheContainerOfAllPartitions()
    {
        var reader = new ReaderArchive(new MemoryObjectStore());
        Record[] first = [.. SampleRecords.Varied(seed: 7, count: 400)];
        Record[] second = [.. SampleRecords.Varied(seed: 8, count: 300, maximumValue: 20_000, firstOffset: 50)];
        await reader.AddAsync(0, first);
        await reader.AddAsync(1, second);
        using var folder = new TemporaryFolder();
        using (var file = new OutputFile(folder.Below("all.avro"), force: false))
        {
            await reader.ReadAsync(ReaderArchive.Topic, new ReaderRequest { Format = RecordFormat.Avro, FromOffset = 60 }, file);
            file.Complete();
        }

        string[] lines = [.. RecordJson.Normalized(PythonAvro.Run("read_containers.py", "", folder.Below("all.avro")))];

        Assert.Equal(
            first.Concat(second).Where(record => record.Offset >= 60).Select(record => RecordJson.Of(record).ToJsonString()),
            lines[1..]
        );
    }

    private static async Task<ReaderArchive> ThreePartitionsAsync()
    {
        var reader = new ReaderArchive(new MemoryObjectStore());
        await reader.AddAsync(10, SampleRecords.Of(0), SampleRecords.Of(1));
        await reader.AddAsync(0, SampleRecords.Of(0), SampleRecords.Of(1));
        await reader.AddAsync(2, SampleRecords.Of(5), SampleRecords.Of(6));
        return reader;
    }

    private static IEnumerable<JsonElement> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private static long[] Offsets(string text) => [.. Lines(text).Select(line => line.GetProperty("offset").GetInt64())];

    private static string Places(string text) =>
        string.Join(' ', Lines(text).Select(line => $"{line.GetProperty("partition")}:{line.GetProperty("offset")}"));

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
