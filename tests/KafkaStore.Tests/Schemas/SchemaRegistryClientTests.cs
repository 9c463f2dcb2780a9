namespace KafkaStore.Tests.Schemas;

public sealed class SchemaRegistryClientTests : IDisposable
{
    private readonly FakeRegistry registry = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task SchemaIsFoundByIdAndByVersionWithItsTypeAndReferences()
    {
        registry.Register(3, "common/address value", "\"string\"");
        registry.Register(7, "orders-value", "syntax = \"proto3\";", "PROTOBUF", ("address.proto", "common/address value", 1));
        using SchemaRegistryClient client = registry.NewClient();

        RegisteredSchema schema = (await client.FindAsync(7, default))!;
        Assert.Equal(("PROTOBUF", "syntax = \"proto3\";"), (schema.SchemaType, schema.Schema));
        SchemaReference reference = Assert.Single(schema.References);
        Assert.Equal(new SchemaReference("address.proto", "common/address value", 1), reference);
        RegisteredSchema named = (await client.FindAsync(reference.Subject, reference.Version, default))!;
        Assert.Equal((3, "AVRO", "\"string\""), (named.Id, named.SchemaType, named.Schema));
        Assert.Equal(["/schemas/ids/7", "/subjects/common%2Faddress%20value/versions/1?deleted=true"], registry.Requests);
    }

    [Fact]
    public async Task UnknownIdsAndVersionsAreNull()
    {
        using SchemaRegistryClient client = registry.NewClient();
        Assert.Null(await client.FindAsync(9, default));
        Assert.Null(await client.FindAsync("orders-value", 1, default));
    }

    [Theory]
    [InlineData(404, "<html>nothing here</html>", "has no such path")]
    [InlineData(401, "{}", "refuses to answer (HTTP 401)")]
    [InlineData(403, "{}", "refuses to answer (HTTP 403)")]
    [InlineData(500, "{}", "can't answer now (HTTP 500)")]
    [InlineData(429, "{}", "can't answer now (HTTP 429)")]
    [InlineData(200, "<html>Welcome</html>", "answers something that is no schema")]
    [InlineData(200, "[]", "answers something that is no schema")]
    [InlineData(200, "{\"schema\":1}", "answers something that is no schema")]
    [InlineData(200, "{\"schema\":\"x\",\"references\":[{\"name\":1}]}", "answers something that is no schema")]
    public async Task AnythingElseIsNoAnswerAndAskedOnce(int status, string body, string reason)
    {
        registry.Instead = ((HttpStatusCode)status, body);
        using SchemaRegistryClient client = registry.NewClient();
        SchemaRegistryException e = await Assert.ThrowsAsync<SchemaRegistryException>(() => client.FindAsync(1, default));
        Assert.Contains($"The schema registry {registry.Url} {reason}", e.Message);
        Assert.Single(registry.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ARedirectIsNotFollowed(int status)
    {
        using var other = new FakeRegistry();
        other.Register(1, "s", "\"int\"");
        registry.Instead = ((HttpStatusCode)status, "{}");
        registry.Location = $"{other.Url}/schemas/ids/1";
        using SchemaRegistryClient client = registry.NewClient();
        await Fails.SayingAsync<SchemaRegistryException>(
            $"sends on to another address (HTTP {status}), which is not followed: give the address that answers itself.",
            () => client.FindAsync(1, default)
        );
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(17, false)]
    public async Task AnAnswerMayHaveSixteenMebibytes(int mebibytes, bool isTaken)
    {
        registry.Instead = (HttpStatusCode.OK, FakeRegistry.SchemaOf(mebibytes));
        using SchemaRegistryClient client = registry.NewClient();
        Task<RegisteredSchema?> asked = client.FindAsync(1, default);
        if (isTaken)
            Assert.NotNull(await asked);
        else
            await Fails.SayingAsync<SchemaRegistryException>("answers with more than 16 MiB: check", () => asked);
    }

    [Fact]
    public async Task AnAnswerIsMeasuredWhenItIsDecompressed()
    {
        registry.Instead = (HttpStatusCode.OK, FakeRegistry.SchemaOf(17));
        registry.IsCompressing = true;
        using SchemaRegistryClient client = registry.NewClient();
        await Fails.SayingAsync<SchemaRegistryException>("answers with more than 16 MiB", () => client.FindAsync(1, default));
    }

    [Fact]
    public async Task RegistryThatIsAwayOrSilentIsSaidSo()
    {
        using SchemaRegistryClient client = registry.NewClient(TimeSpan.FromMilliseconds(300));
        registry.IsSilent = true;
        await Fails.SayingAsync<SchemaRegistryException>("did not answer within 0.3 s", () => client.FindAsync(1, default));
        registry.Stop();
        using SchemaRegistryClient patient = registry.NewClient();
        await Fails.SayingAsync<SchemaRegistryException>("can't be reached", () => patient.FindAsync(1, default));
    }

    [Fact]
    public async Task UserAndPasswordComeFromTheAddressOrBesideIt()
    {
        registry.Register(1, "s", "\"int\"");
        registry.Credentials = "me:p@ss:word";
        SchemaRegistryOptions[] both =
        [
            SchemaRegistryOptions.Parse(registry.Url.Replace("//", "//me:p%40ss%3Aword@")),
            SchemaRegistryOptions.Parse(registry.Url, "me", "p@ss:word"),
        ];
        foreach (SchemaRegistryOptions options in both)
        {
            using var client = new SchemaRegistryClient(options);
            Assert.NotNull(await client.FindAsync(1, default));
            Assert.Equal(registry.Url, client.DisplayName);
            Assert.DoesNotContain("word", options.ToString());
        }
    }

    [Fact]
    public async Task AddressMayHaveAPath()
    {
        using var client = new SchemaRegistryClient(SchemaRegistryOptions.Parse(registry.Url + "/api/ccompat/"));
        await Assert.ThrowsAsync<SchemaRegistryException>(() => client.FindAsync(1, default));
        Assert.Equal(["/api/ccompat/schemas/ids/1"], registry.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("registry:8081")]
    [InlineData("ftp://registry")]
    [InlineData("http://registry/?a=secret")]
    public void AnythingElseIsNoAddress(string url) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => SchemaRegistryOptions.Parse(url)).Message);
}
