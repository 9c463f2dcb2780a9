namespace KafkaStore.Stores.Tests.Azure;

public sealed class AzureStoreUrlTests
{
    private const string Signature = "sv=2023-08-03&sp=racwdl&se=2030-01-01&sig=s3cr3t%2Fs1gn%3D";

    [Theory]
    [InlineData("https://acct.blob.core.windows.net/archive", "acct", "archive", "", "https://acct.blob.core.windows.net/")]
    [InlineData("https://acct.blob.core.windows.net/archive/", "acct", "archive", "", "https://acct.blob.core.windows.net/")]
    [InlineData(
        "https://acct.blob.core.windows.net/archive/kafka/eu",
        "acct",
        "archive",
        "kafka/eu/",
        "https://acct.blob.core.windows.net/"
    )]
    [InlineData(
        "https://acct.blob.core.windows.net/archive/kafka%20eu/",
        "acct",
        "archive",
        "kafka eu/",
        "https://acct.blob.core.windows.net/"
    )]
    [InlineData("https://acct.blob.core.chinacloudapi.cn/archive", "acct", "archive", "", "https://acct.blob.core.chinacloudapi.cn/")]
    [InlineData("https://acct.blob.core.usgovcloudapi.net/archive", "acct", "archive", "", "https://acct.blob.core.usgovcloudapi.net/")]
    [InlineData("https://acct.z12.blob.storage.azure.net/archive", "acct", "archive", "", "https://acct.z12.blob.storage.azure.net/")]
    [InlineData(
        "https://acct.privatelink.blob.core.windows.net/archive",
        "acct",
        "archive",
        "",
        "https://acct.privatelink.blob.core.windows.net/"
    )]
    [InlineData(
        "http://127.0.0.1:10000/devstoreaccount1/archive",
        "devstoreaccount1",
        "archive",
        "",
        "http://127.0.0.1:10000/devstoreaccount1"
    )]
    [InlineData(
        "http://localhost:10000/devstoreaccount1/archive/a/b",
        "devstoreaccount1",
        "archive",
        "a/b/",
        "http://localhost:10000/devstoreaccount1"
    )]
    [InlineData(
        "https://10.1.2.3:10000/devstoreaccount1/archive",
        "devstoreaccount1",
        "archive",
        "",
        "https://10.1.2.3:10000/devstoreaccount1"
    )]
    public void UrlIsTakenApart(string text, string account, string container, string prefix, string service)
    {
        var url = AzureStoreUrl.Parse(text);

        Assert.Equal((account, container, prefix), (url.Account, url.Bucket, url.Prefix));
        Assert.Equal(service, url.Service.AbsoluteUri);
        Assert.False(url.IsSigned);
    }

    [Theory]
    [InlineData(null, "write https://")]
    [InlineData("", "write https://")]
    [InlineData("archive", "write https://")]
    [InlineData("s3://bucket/prefix", "write https://")]
    [InlineData("https://acct.blob.core.windows.net", "the container is missing")]
    [InlineData("https://acct.blob.core.windows.net/", "the container is missing")]
    [InlineData("https://acct.blob.core.windows.net/Archive", "'Archive' can't name a container; use 3 to 63 lower-case letters")]
    [InlineData("https://acct.blob.core.windows.net/ab", "can't name a container")]
    [InlineData("https://acct.blob.core.windows.net/a--b", "can't name a container")]
    [InlineData("https://acct.blob.core.windows.net/-ab", "can't name a container")]
    [InlineData("https://acct.blob.core.windows.net/$web/x", "can't name a container")]
    [InlineData("https://acct.blob.core.windows.net/archive/a//b", "empty segment")]
    [InlineData("https://acct.blob.core.windows.net/archive/a%5Cb", "backslash")]
    [InlineData("https://acct.dfs.core.windows.net/archive", "Data Lake endpoint; write the Blob endpoint")]
    [InlineData("https://example.com/archive", "no account's Blob service")]
    [InlineData("https://acct.blob.core.windows.net/archive#x", "part after #")]
    [InlineData("https://user:pass@acct.blob.core.windows.net/archive", "name or password")]
    [InlineData("http://acct.blob.core.windows.net/archive", "http would send records unencrypted; write https")]
    [InlineData("http://10.1.2.3:10000/devstoreaccount1/archive", "http would send records unencrypted; write https")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1", "write http://127.0.0.1:PORT/devstoreaccount1/CONTAINER")]
    [InlineData("https://acct.blob.core.windows.net/archive?restype=container", "is no shared access signature")]
    [InlineData("https://acct.blob.core.windows.net/archive?sv=2023-08-03&sp=rl", "is no shared access signature")]
    public void WrongUrlIsRefusedWithTheRemedy(string? text, string because)
    {
        Assert.False(AzureStoreUrl.TryParse(text, out AzureStoreUrl? url, out string? error));

        Assert.Null(url);
        Assert.Contains(because, error);
        Assert.Equal(error, Assert.Throws<FormatException>(() => AzureStoreUrl.Parse(text!)).Message);
    }

    [Fact]
    public void SignatureIsShownNowhere()
    {
        var url = AzureStoreUrl.Parse($"https://acct.blob.core.windows.net/archive/p?{Signature}");

        Assert.True(url.IsSigned);
        Assert.Equal(Signature, url.Signature?.Text);
        var options = new AzureStoreOptions { Url = url, ConnectionString = "AccountName=acct;AccountKey=s3cr3t==" };
        Assert.All(
            [url.DisplayName, url.ToString(), $"{options}"],
            shown => Assert.Equal("https://acct.blob.core.windows.net/archive/p", shown)
        );
    }

    [Theory]
    [InlineData("https://acct.blob.core.windows.net/UPPER?" + Signature)]
    [InlineData("http://acct.blob.core.windows.net/archive?" + Signature)]
    [InlineData("nonsense?" + Signature)]
    [InlineData("https://acct.blob.core.windows.net/archive?sig=s3cr3t")]
    public void RefusalShowsNoSignature(string text)
    {
        Assert.False(AzureStoreUrl.TryParse(text, out _, out string? error));

        Assert.DoesNotContain("s3cr3t", error);
    }

    [Theory]
    [InlineData("AccountName=acct;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net", "acct", "c2VjcmV0", null)]
    [InlineData(" accountkey = c2VjcmV0 ; accountname=acct ;", "acct", "c2VjcmV0", null)]
    [InlineData("BlobEndpoint=https://acct.blob.core.windows.net;SharedAccessSignature=?sv=1&sig=x%3D", null, null, "sv=1&sig=x%3D")]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", Azurite.Key, null)]
    public void ConnectionStringIsTakenApart(string text, string? account, string? key, string? signature)
    {
        Assert.True(AzureConnectionString.TryParse(text, out AzureConnectionString? parsed, out string? error), error);
        Assert.Equal((account, key, signature), (parsed!.Account, parsed.Key, parsed.Signature));
        Assert.DoesNotContain("c2VjcmV0", $"{parsed}");
    }

    [Theory]
    [InlineData("s3cr3t", "not a list of NAME=VALUE")]
    [InlineData("AccountName=acct", "neither AccountKey nor SharedAccessSignature")]
    [InlineData("AccountKey=s3cr3ts3cr3t", "no AccountName")]
    [InlineData("AccountName=acct;AccountKey=s3cr3t!", "no Base64")]
    public void WrongConnectionStringIsRefusedWithoutShowingIt(string text, string because)
    {
        Assert.False(AzureConnectionString.TryParse(text, out _, out string? error));

        Assert.Contains(because, error);
        Assert.DoesNotContain("s3cr3t", error);
    }
}
