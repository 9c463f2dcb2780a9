namespace KafkaStore.Stores.Tests.Gcs;

public sealed class GcsStoreUrlTests
{
    [Theory]
    [InlineData("gs://my-bucket", "my-bucket", "", "gs://my-bucket")]
    [InlineData("gs://my-bucket/", "my-bucket", "", "gs://my-bucket")]
    [InlineData("gs://my_bucket.example.com/kafka", "my_bucket.example.com", "kafka/", "gs://my_bucket.example.com/kafka")]
    [InlineData("gs://my-bucket/kafka/archive/", "my-bucket", "kafka/archive/", "gs://my-bucket/kafka/archive")]
    [InlineData("gs://123/größe", "123", "größe/", "gs://123/größe")]
    public void UrlIsTakenApart(string text, string bucket, string prefix, string shown)
    {
        var url = GcsStoreUrl.Parse(text);

        Assert.Equal((bucket, prefix, shown), (url.Bucket, url.Prefix, url.ToString()));
        Assert.Equal(url, GcsStoreUrl.Parse(shown));
    }

    [Theory]
    [InlineData("", "start with gs://")]
    [InlineData("my-bucket/kafka", "start with gs://")]
    [InlineData("GS://my-bucket", "start with gs://")]
    [InlineData("s3://my-bucket", "start with gs://")]
    [InlineData("https://storage.googleapis.com/my-bucket", "start with gs://")]
    [InlineData("gs://", "names no bucket")]
    [InlineData("gs:///kafka", "names no bucket")]
    [InlineData("gs://me:secret@my-bucket", "credentials come from")]
    [InlineData("gs://localhost:4443/my-bucket", "credentials come from")]
    [InlineData("gs://ab", "can't name a bucket")]
    [InlineData("gs://My-Bucket", "can't name a bucket")]
    [InlineData("gs://-bucket", "can't name a bucket")]
    [InlineData("gs://a..b", "can't name a bucket")]
    [InlineData("gs://google-bucket", "can't name a bucket")]
    [InlineData("gs://my bucket", "can't name a bucket")]
    [InlineData("gs://my-bucket\n", "can't name a bucket")]
    [InlineData("gs://my-bucket//kafka", "segments joined by /")]
    [InlineData("gs://my-bucket/kafka//", "segments joined by /")]
    [InlineData("gs://my-bucket/../kafka", "segments joined by /")]
    [InlineData("gs://my-bucket/kafka?x=1", "segments joined by /")]
    [InlineData("gs://my-bucket/kafka*", "segments joined by /")]
    [InlineData("gs://my-bucket/kaf\nka", "segments joined by /")]
    public void AnythingElseIsRefusedWithTheReason(string text, string reason)
    {
        Assert.False(GcsStoreUrl.TryParse(text, out _, out string? error));
        Assert.Contains(reason, error);
        Assert.Contains(reason, Assert.Throws<FormatException>(() => GcsStoreUrl.Parse(text)).Message);
    }

    [Fact]
    public void PrefixLeavesRoomForNames()
    {
        Assert.True(GcsStoreUrl.TryParse("gs://bucket/" + new string('a', 600), out _, out _));
        Assert.False(GcsStoreUrl.TryParse("gs://bucket/" + new string('a', 601), out _, out string? error));
        Assert.Contains("600 bytes", error);
        Assert.False(GcsStoreUrl.TryParse("gs://" + new string('a', 64), out _, out _));
    }
}
