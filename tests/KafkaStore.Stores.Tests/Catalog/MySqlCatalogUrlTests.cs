namespace KafkaStore.Stores.Tests.Catalog;

public sealed class MySqlCatalogUrlTests
{
    [Theory]
    [InlineData("mysql://archiver:secret@db.example.com:3307/kafka", "mysql://archiver@db.example.com:3307/kafka")]
    [InlineData("mysql://archiver@db.example.com/kafka", "mysql://archiver@db.example.com:3306/kafka")]
    [InlineData("mysql://db/kafka", "mysql://root@db:3306/kafka")]
    [InlineData("MYSQL://a%40b:p%2Fw@[::1]/k%20s?ssl-mode=required", "mysql://a%40b@[::1]:3306/k%20s")]
    public void ItIsShownWithoutThePassword(string text, string shown) =>
        Assert.Equal(shown, MySqlCatalogUrl.Parse(text, "secret").ToString());

    [Theory]
    [InlineData("postgres://u:topsecret@host/db", "does not begin with mysql://")]
    [InlineData("mysql://u:topsecret@host", "names no database")]
    [InlineData("mysql://u:topsecret@host/", "names no database")]
    [InlineData("mysql://u:topsecret@host/a/b", "names no database")]
    [InlineData("mysql://u:top@secret@host/db", "%40")]
    [InlineData("mysql://u:top/secret@host/db", "can't be read")]
    [InlineData("mysql://u:topsecret@host:99999/db", "can't be read")]
    [InlineData("mysql://u:topsecret@/db", "can't be read")]
    [InlineData("mysql://u:topsecret@host/db?ssl-mode=maybe", "ssl-mode is none of")]
    [InlineData("mysql://u:topsecret@host/db?timeout=5", "option timeout")]
    [InlineData("mysql://u:topsecret@host/db?ssl-mode=verify-ca", "needs ssl-ca")]
    [InlineData("mysql://u:topsecret@host/db?ssl-mode=required&ssl-ca=/etc/ssl/certs/ca-certificates.crt", "ssl-ca goes with")]
    [InlineData("mysql://u:topsecret@host/db?ssl-mode=verify-ca&ssl-ca=/nowhere/ca.pem", "no file /nowhere/ca.pem")]
    public void AMistakeIsNamedAndTheUrlIsNot(string text, string expected)
    {
        CatalogUrlException wrong = Fails.Saying<CatalogUrlException>(expected, () => MySqlCatalogUrl.Parse(text, null));
        Assert.DoesNotContain("secret", wrong.Message);
    }

    [Fact]
    public void ThePasswordOfTheUrlComesBeforeTheEnvironments()
    {
        Assert.True(MySqlCatalogUrl.Parse("mysql://u@h/d", "x").HasPassword);
        Assert.False(MySqlCatalogUrl.Parse("mysql://u@h/d", "").HasPassword);
        Assert.True(MySqlCatalogUrl.Parse("mysql://u:p@h/d", null).HasPassword);
    }

    [Theory]
    [InlineData("mysql://u@db.example.com/d", "VerifyFull", false)]
    [InlineData("mysql://u@10.0.0.7/d", "VerifyFull", false)]
    [InlineData("mysql://u@db/d?ssl-mode=required", "Required", true)]
    [InlineData("mysql://u@db/d?ssl-mode=preferred", "Preferred", true)]
    [InlineData("mysql://u@db/d?ssl-mode=disabled", "None", true)]
    [InlineData("mysql://u@localhost/d", "Preferred", false)]
    [InlineData("mysql://u@127.0.0.9/d?ssl-mode=disabled", "None", false)]
    [InlineData("mysql://u@[::1]/d", "Preferred", false)]
    public void AnotherMachinesCertificateIsVerifiedUnlessTheUrlSaysOtherwiseWhichIsSaid(string text, string mode, bool isOpen)
    {
        var url = MySqlCatalogUrl.Parse(text, "secret");
        Assert.Equal(mode, $"{new MySqlConnector.MySqlConnectionStringBuilder(url.ConnectionString).SslMode}");
        Assert.Equal(isOpen, url.IsOpenToOthers);
        Assert.DoesNotContain("secret", url.OpenToOthersNote);
    }
}
