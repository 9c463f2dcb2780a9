namespace KafkaStore.Stores.Tests.S3;

public sealed class S3StoreUrlTests
{
    [Theory]
    [InlineData("s3://bucket", "bucket", "", "s3://bucket")]
    [InlineData("s3://bucket/", "bucket", "", "s3://bucket")]
    [InlineData("s3://my.bucket-1/kafka", "my.bucket-1", "kafka/", "s3://my.bucket-1/kafka")]
    [InlineData("s3://bucket/a/b/", "bucket", "a/b/", "s3://bucket/a/b")]
    [InlineData("s3://bucket/Kafka Archive", "bucket", "Kafka Archive/", "s3://bucket/Kafka Archive")]
    public void UrlIsBucketAndPrefix(string text, string bucket, string keyPrefix, string shown)
    {
        var url = S3StoreUrl.Parse(text);

        Assert.Equal((bucket, keyPrefix, shown), (url.Bucket, url.KeyPrefix, url.ToString()));
    }

    [Theory]
    [InlineData("", "start with s3://")]
    [InlineData("bucket/prefix", "start with s3://")]
    [InlineData("S3://bucket", "start with s3://")]
    [InlineData("https://bucket.s3.amazonaws.com/prefix", "start with s3://")]
    [InlineData("s3://", "names no bucket")]
    [InlineData("s3:///prefix", "names no bucket")]
    [InlineData("s3://KEY:SECRET@bucket/prefix", "credentials come from the environment")]
    [InlineData("s3://127.0.0.1:9000/bucket", "given as the endpoint")]
    [InlineData("s3://Bucket", "lower-case")]
    [InlineData("s3://ab", "3 to 63")]
    [InlineData("s3://a_b", "lower-case")]
    [InlineData("s3://-bucket", "lower-case")]
    [InlineData("s3://bucket.", "lower-case")]
    [InlineData("s3://a..b", "lower-case")]
    [InlineData("s3://bucket--use1-az4--x-s3/prefix", "directory buckets")]
    [InlineData("s3://bucket//prefix", "prefix")]
    [InlineData("s3://bucket/prefix//", "prefix")]
    [InlineData("s3://bucket/../prefix", "prefix")]
    [InlineData("s3://bucket/prefix?versionId=1", "prefix")]
    [InlineData("s3://bucket/prefix#part", "prefix")]
    [InlineData("s3://bucket/a%20b", "prefix")]
    [InlineData("s3://bucket/a\nb", "prefix")]
    public void WhatIsNoUrlIsRefusedInOneSentence(string text, string reason)
    {
        FormatException exception = Fails.Saying<FormatException>(reason, () => S3StoreUrl.Parse(text));
        Assert.EndsWith(".", exception.Message);
    }

    [Fact]
    public void PrefixLeavesRoomForNames() =>
        Assert.Contains(
            "longer than 600",
            Assert.Throws<FormatException>(() => S3StoreUrl.Parse("s3://bucket/" + new string('a', 601))).Message
        );
}
