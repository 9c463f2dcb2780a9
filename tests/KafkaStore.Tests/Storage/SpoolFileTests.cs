namespace KafkaStore.Tests.Storage;

public sealed class SpoolFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(200_000, 200_000, false)]
    [InlineData(200_000, 200_001, true)]
    [InlineData(1_000_000, 131_072, false)]
    [InlineData(100_000, 3_000_000, true)]
    public void BytesComeBackFromMemoryAndFromDisk(int memoryLimitBytes, int length, bool onDisk)
    {
        byte[] bytes = RandomBytes(length);
        using var spool = new SpoolFile(folder.Path, memoryLimitBytes);

        for (int at = 0; at < length; )
        {
            int count = Math.Min(length - at, 1 + (at * 7 % 50_000));
            spool.Write(bytes.AsSpan(at, count));
            at += count;
        }

        Assert.Equal(length, spool.Length);
        Assert.Equal(onDisk, spool.IsOnDisk);
        Assert.Equal(bytes, ReadAll(spool.OpenRead()));
        Assert.Equal(bytes, ReadAll(spool.OpenRead()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task StreamsHavePositionsOfTheirOwn(int memoryLimitBytes)
    {
        byte[] bytes = RandomBytes(300_000);
        using var spool = new SpoolFile(folder.Path, memoryLimitBytes);
        spool.Write(bytes);
        using Stream first = spool.OpenRead();
        using Stream second = spool.OpenRead();

        first.Seek(65_000, SeekOrigin.Begin);
        byte[] piece = new byte[1_000];
        first.ReadExactly(piece);

        Assert.Equal(bytes[65_000..66_000], piece);
        Assert.Equal(66_000, first.Position);
        Assert.Equal(0, second.Position);
        await second.ReadExactlyAsync(piece);
        Assert.Equal(bytes[..1_000], piece);
        first.Seek(-10, SeekOrigin.End);
        Assert.Equal(bytes[^10..], ReadAll(first));
        Assert.Equal(0, first.Read(piece));
    }

    [Fact]
    public void OneThatOnlyCountsKeepsNothing()
    {
        using var spool = SpoolFile.CountingOnly();
        spool.Write(new byte[SpoolFile.DefaultMemoryLimitBytes]);
        spool.Write([1]);

        Assert.Equal(SpoolFile.DefaultMemoryLimitBytes + 1, spool.Length);
        Assert.False(spool.IsOnDisk);
        Assert.Throws<InvalidOperationException>(spool.OpenRead);
    }

    [Fact]
    public void ItsFileOutlivesACollection()
    {
        using var spool = new SpoolFile(folder.Path, memoryLimitBytes: 0);
        spool.Write("kept"u8);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        spool.Write(" whole"u8);
        using var reader = new StreamReader(spool.OpenRead());
        Assert.Equal("kept whole", reader.ReadToEnd());
    }

    [Fact]
    public void StreamOpenedInMemoryReadsOnWhenTheBytesMoveToDisk()
    {
        byte[] bytes = RandomBytes(1_000);
        using var spool = new SpoolFile(folder.Path, 1_000);
        spool.Write(bytes);
        using Stream stream = spool.OpenRead();
        spool.Write([1]);

        Assert.True(spool.IsOnDisk);
        Assert.Equal(bytes, ReadAll(stream));
        Assert.Equal([.. bytes, 1], ReadAll(spool.OpenRead()));
    }

    [Fact]
    public void FileHasNoNameToLeaveBehind()
    {
        using var spool = new SpoolFile(folder.Below("made/on/demand"), 0);
        spool.Write([1, 2, 3]);

        if (!OperatingSystem.IsWindows())
            Assert.Empty(Directory.GetFiles(folder.Below("made/on/demand")));
    }

    [Fact]
    public void EverythingEndsWithTheSpool()
    {
        var spool = new SpoolFile(folder.Path);
        spool.Write([1, 2, 3]);
        Stream stream = spool.OpenRead();
        spool.Dispose();
        spool.Dispose();

        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.Throws<ObjectDisposedException>(() => spool.Write([1]));
        Assert.Throws<ObjectDisposedException>(spool.OpenRead);
    }

    [SmallDisk.Fact]
    public void FullDiskIsSaidToBeFullAndWhatWasWrittenIsKept()
    {
        using var disk = new SmallDisk("size=1m");
        byte[] bytes = RandomBytes(900_000);
        using (var spool = new SpoolFile(disk.Path, 1_000_000))
        {
            spool.Write(bytes);

            StorageUnavailableException full = Assert.Throws<StorageUnavailableException>(() => spool.Write(new byte[500_000]));

            Assert.Contains("the disk is full", full.Message);
            Assert.Equal(bytes, ReadAll(spool.OpenRead()));
        }
    }

    [Fact]
    public void FolderThatCannotBeMadeIsNamed()
    {
        File.WriteAllText(folder.Below("file"), "");
        using var spool = new SpoolFile(folder.Below("file"), 0);

        StorageException refused = Assert.ThrowsAny<StorageException>(() => spool.Write([1]));
        Assert.Contains(folder.Below("file"), refused.Message);
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
