namespace KafkaStore.Tests.Fixtures;

/// <summary>The tests of what earlier builds wrote can fail: a byte that is another is found, wherever it is.</summary>
public sealed class FixtureDamageTests
{
    /// <summary>Every object of ours; those of the original tool have no digest to find it by.</summary>
    public static TheoryData<string, string> Objects()
    {
        var data = new TheoryData<string, string>();
        foreach (string name in FixtureFolder.Cases)
        {
            foreach (
                FixtureObject archived in FixtureFacts
                    .Read(Path.Combine(FixtureFolder.Root, name))
                    .Partitions.SelectMany(partition => partition.Objects)
                    .Where(archived => archived.RecordsSha256 is not null)
            )
            {
                data.Add(name, archived.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task AFlippedByteOfAnObjectIsReported(string name, string archived)
    {
        using var fixture = new FixtureCopy(name);
        MemoryObjectStore archive = await fixture.LoadAsync(FixtureCopy.ArchiveFolder);
        byte[] bytes = archive.BytesOf(archived);
        foreach (int position in new[] { 0, 100, bytes.Length / 2, bytes.Length - 20, bytes.Length - 1 })
        {
            bytes[position] ^= 4;
            VerificationReport report = await ContinuedFixture.VerifyAsync(archive);
            Assert.Contains(report.Problems, problem => problem.Object == archived);
            bytes[position] ^= 4;
        }

        Assert.Empty((await ContinuedFixture.VerifyAsync(archive)).Problems);
    }

    [Fact]
    public async Task AFlippedByteOfAStagedChunkIsReported()
    {
        using var fixture = new FixtureCopy("v0/staged");
        foreach (
            string path in Directory.EnumerateFiles(
                Path.Combine(fixture.PathOf(FixtureCopy.StagingFolder), "orders"),
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            byte[] bytes = await File.ReadAllBytesAsync(path);
            bytes[^30] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }

        using ContinuedFixture continued = await ContinuedFixture.OpenAsync(fixture);
        await continued.GoOnAsync();
        Assert.Equal(3, continued.Report.Damaged.Count);
        Assert.Equal("0-2 2-12", string.Join(' ', continued.Report.Lost.Select(lost => $"{lost.Range.From}-{lost.Range.To}")));
    }

    [Fact]
    public void AnEditedAnAddedAndAMissingFileChangeTheManifest()
    {
        using var fixture = new FixtureCopy("v0/rolls");
        string folder = fixture.PathOf(".");
        string before = FixtureManifest.Of(folder);
        string facts = Path.Combine(folder, FixtureFacts.FileName);
        string text = File.ReadAllText(facts);
        File.WriteAllText(facts, text + "\n");
        Assert.NotEqual(before, FixtureManifest.Of(folder));
        File.WriteAllText(facts, text);
        File.WriteAllText(facts + ".bak", "");
        Assert.NotEqual(before, FixtureManifest.Of(folder));
        File.Delete(facts + ".bak");
        Assert.Equal(before, FixtureManifest.Of(folder));
        File.Delete(facts);
        Assert.NotEqual(before, FixtureManifest.Of(folder));
    }
}
