using KafkaStore.Cli.Estimate;

namespace KafkaStore.Tests.Cli.Estimate;

public sealed class PriceReadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WithoutAnyTheListPricesHold() => Assert.Equal(CloudPrices.All, PriceReading.Read(null, []));

    [Fact]
    public void AFileReplacesWhatItNamesAndAnOptionWinsOverIt()
    {
        IReadOnlyList<CloudPrices> prices = PriceReading.Read(
            Write("s3: {region: eu-central-1, storage: 0.0245, writes: 0.054}\nazure: {reads: 0.005}\n"),
            ["s3.writes=0.06", "gcloud.lists=0"]
        );

        Assert.Equal(CloudPrices.All[0] with { Reads = 0.005 }, prices[0]);
        Assert.Equal(CloudPrices.All[1] with { Region = "eu-central-1", Storage = 0.0245, Writes = 0.06 }, prices[1]);
        Assert.Equal(CloudPrices.All[2] with { Lists = 0 }, prices[2]);
    }

    [Theory]
    [InlineData("s3", "--price takes CLOUD.WHAT=PRICE, such as s3.storage=0.0245, not 's3'.")]
    [InlineData("s3.storage", "--price takes CLOUD.WHAT=PRICE, such as s3.storage=0.0245, not 's3.storage'.")]
    [InlineData("oracle.storage=1", "--price oracle.storage=1: there is no cloud oracle. There are azure, s3, gcloud.")]
    [InlineData("s3.egress=1", "--price s3.egress=1: there is no price egress. There are storage, writes, lists, reads.")]
    [InlineData("s3.storage=-1", "--price s3.storage=-1: a price is a number such as 0.023, not '-1'.")]
    [InlineData("s3.storage=0,02", "--price s3.storage=0,02: a price is a number such as 0.023, not '0,02'.")]
    public void AnOptionThatIsNone(string given, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => PriceReading.Read(null, [given])).Message);

    [Theory]
    [InlineData("s3: 1", " is a map of clouds, such as 's3: {region: eu-central-1, storage: 0.0245}'.")]
    [InlineData("", " is a map of clouds, such as 's3: {region: eu-central-1, storage: 0.0245}'.")]
    [InlineData("s4: {storage: 1}", ": there is no cloud s4. There are azure, s3, gcloud.")]
    [InlineData("s3: {storage: cheap}", ": a price is a number such as 0.023, not 'cheap'.")]
    public void AFileThatIsNone(string content, string sentence)
    {
        string file = Write(content);
        Assert.Equal($"--prices {file}{sentence}", Assert.Throws<UsageException>(() => PriceReading.Read(file, [])).Message);
    }

    [Fact]
    public void AFileThatIsNoYamlOrNotThere()
    {
        Assert.StartsWith(
            $"--prices {folder.Below("prices.yaml")} is no YAML: ",
            Assert.Throws<UsageException>(() => PriceReading.Read(Write("a: [b"), [])).Message
        );
        string none = folder.Below("none");
        Assert.StartsWith($"--prices {none} can't be read: ", Assert.Throws<UsageException>(() => PriceReading.Read(none, [])).Message);
    }

    private string Write(string content)
    {
        string file = folder.Below("prices.yaml");
        File.WriteAllText(file, content);
        return file;
    }
}
