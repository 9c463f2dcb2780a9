namespace KafkaStore.Tests.Secrets;

public sealed class ShownUrlTests
{
    [Theory]
    [InlineData("https://a.blob.core.windows.net/c/p", "https://a.blob.core.windows.net/c/p")]
    [InlineData("https://a.blob.core.windows.net/c?sv=1&sig=x", "https://a.blob.core.windows.net/c?…")]
    [InlineData("https://user:pass@host/c", "https://…@host/c")]
    [InlineData("https://user:pa/ss@host/c", "https://…@host/c")]
    [InlineData("user:pass@host", "…@host")]
    [InlineData("/var/kafka", "/var/kafka")]
    [InlineData(null, "")]
    public void SecretsGiveWayToAnEllipsis(string? text, string shown) => Assert.Equal(shown, ShownUrl.Of(text));

    [Theory]
    [InlineData("https://user@host/c", true)]
    [InlineData("s3://KEY:half/other@bucket", true)]
    [InlineData("http://127.0.0.1:10000/account", false)]
    [InlineData("http://[::1]:10000/account", false)]
    [InlineData("http://[::1]/account", false)]
    [InlineData("gs://bucket/a@b", false)]
    [InlineData("/folder@home", false)]
    public void OnlyWhatIsBeforeTheHostIsAUser(string text, bool has) => Assert.Equal(has, ShownUrl.HasUser(text));
}
