using KafkaStore.Cli.CommandLine;
using KafkaStore.Cli.Reader;
using KafkaStore.Naming;
using KafkaStore.Records;
using Xunit;

namespace KafkaStore.Tests.Cli;

public sealed class ArchivePathTests
{
    [Theory]
    [InlineData("/data/archive/orders/000005/00000000000000000042", "/data/archive")]
    [InlineData("/data//archive/x/../orders/000005/00000000000000000042", "/data/archive")]
    [InlineData("/orders/000005/00000000000000000042", "/")]
    public void RootIsWhatComesBeforeTheName(string path, string root)
    {
        ArchivePath parsed = ArchivePath.Parse(path);
        Assert.Equal(root, parsed.Root);
        Assert.Equal(new ArchiveName(new TopicPartition("orders", 5), 42), parsed.Name);
        Assert.Equal(Path.GetFullPath(path), parsed.ToString());
    }

    [Fact]
    public void RelativePathCountsFromTheWorkingFolder() =>
        Assert.Equal(Environment.CurrentDirectory, ArchivePath.Parse("orders/000005/00000000000000000042").Root);

    [Theory]
    [InlineData("/data/orders/000005/42")]
    [InlineData("/data/orders/5/00000000000000000042")]
    [InlineData("/data/orders/000005/00000000000000000042.avro")]
    [InlineData("/000005/00000000000000000042")]
    public void OtherNamesAreRefused(string path) => Assert.Throws<CommandFailedException>(() => ArchivePath.Parse(path));
}
