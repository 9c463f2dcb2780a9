namespace KafkaStore.Tests.Fixtures;

/// <summary>What earlier builds wrote is read, verified and continued by this one; archives outlive programs.</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Cases() => [.. FixtureFolder.Cases];

    public static TheoryData<string> Versions() => [.. FixtureFolder.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void NobodyHasTouchedTheFiles(string version)
    {
        string folder = Path.Combine(FixtureFolder.Root, version);
        Assert.Equal(FixtureManifest.Read(folder), FixtureManifest.Of(folder));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EveryArchivedRecordIsReadAsItWas(string name)
    {
        using var fixture = new FixtureCopy(name);
        Assert.Equal(
            fixture
                .Records.Where(record => record.In == FixtureRecord.InArchive)
                .Select(record => FixtureRecord.Show(record.At, record.Record)),
            await ContinuedFixture.ReadAllAsync(fixture.Archive, fixture.Facts)
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EveryObjectSaysOfItselfWhatItSaid(string name)
    {
        using var fixture = new FixtureCopy(name);
        var objects = new ArchiveObjects(fixture.Archive);
        var found = new List<FixtureObject>();
        await foreach (ObjectEntry entry in fixture.Archive.ListAsync("", null, default))
        {
            if (!ArchiveName.TryParse(entry.Name, out ArchiveName archived))
                continue;
            ArchiveObject it = (await objects.FindAsync(archived, default))!;
            found.Add(
                new FixtureObject(
                    entry.Name,
                    it.NextOffset,
                    it.Facts?.Container.Records,
                    it.Facts?.Reason.ToString(),
                    it.Facts?.Container.RecordsDigest.Hex
                )
            );
        }

        Assert.Equal(
            fixture.Facts.Partitions.SelectMany(partition => partition.Objects).OrderBy(it => it.Name, StringComparer.Ordinal),
            found
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task VerifyFindsNothingWrong(string name)
    {
        using var fixture = new FixtureCopy(name);
        VerificationReport report = await ContinuedFixture.VerifyAsync(fixture.Archive);
        Assert.Empty(report.Problems);
        Assert.Equal(fixture.Facts.Partitions.Sum(partition => partition.Objects.Count), report.Objects);
        Assert.Equal(fixture.Records.Count(record => record.In == FixtureRecord.InArchive), report.Records);
        Assert.Equal(
            fixture.Facts.Partitions.Where(partition => partition.Objects.Count > 0).SelectMany(partition => partition.Lost),
            report.Partitions.SelectMany(partition => partition.Lost).Select(lost => $"{lost.From}-{lost.To}")
        );
        if (fixture.HasMirror)
            Assert.Empty((await ContinuedFixture.VerifyAsync(fixture.Mirror)).Problems);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ItIsContinuedAndEveryRecordIsThereOnce(string name)
    {
        using var fixture = new FixtureCopy(name);
        MemoryObjectStore before = await fixture.LoadAsync(FixtureCopy.ArchiveFolder);
        using ContinuedFixture continued = await ContinuedFixture.OpenAsync(fixture);
        await continued.GoOnAsync();

        foreach (string kept in before.Names)
            Assert.True(before.BytesOf(kept).AsSpan().SequenceEqual(continued.Archive.BytesOf(kept)), $"{kept} is another");
        Assert.Empty(continued.Report.Lost);
        Assert.Empty(continued.Report.Damaged);
        Assert.All(
            fixture.Facts.SetAside,
            aside => Assert.Equal(File.ReadAllBytes(fixture.PathOf($"{FixtureCopy.StagingFolder}/{aside}")), continued.Staged(aside))
        );
        Assert.Empty((await ContinuedFixture.VerifyAsync(continued.Archive)).Problems);
        Assert.Equal(
            fixture.Facts.Partitions.Select(partition => partition.Fault),
            fixture.Facts.Partitions.Select(partition => continued.FaultOf(partition)?.Kind.ToString())
        );
        if (fixture.Facts.Partitions.Any(partition => partition.Fault is not null))
        {
            Assert.Equal(before.Names, continued.Archive.Names);
            return;
        }

        IReadOnlyList<string> archived = await ContinuedFixture.ReadAllAsync(continued.Archive, fixture.Facts);
        Assert.Equal(FixtureLog.Expected(fixture), archived.Order(StringComparer.Ordinal));
        Assert.Empty(continued.Chunks);

        // Without a staging key proofs of another process are asked about, once.
        Assert.Equal(fixture.HasProof || fixture.Records.Any(record => record.In == FixtureRecord.AtBroker) ? 1 : 0, continued.BrokerAsked);
        if (!fixture.HasMirror)
            return;
        Assert.Equal(continued.Archive.Names, continued.Mirror.Names);
        Assert.All(continued.Mirror.Names, copy => Assert.Equal(continued.Archive.BytesOf(copy), continued.Mirror.BytesOf(copy)));
    }
}
