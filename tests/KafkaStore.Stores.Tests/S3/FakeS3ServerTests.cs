namespace KafkaStore.Stores.Tests.S3;

/// <summary>Amazon's own client for Node finds the fake server to be as S3 is documented.</summary>
public sealed class FakeS3ServerTests : IAsyncLifetime
{
    private const string Nothing = "null";

    private FakeS3Server server = null!;

    public async Task InitializeAsync()
    {
        server = await FakeS3Server.StartAsync();
        server.Buckets.Create("bucket");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task SecondConditionalCreationIsRefusedAndAnyOtherOverwrites()
    {
        JsonElement result = await RunAsync("condition");

        Assert.Equal("\"8b04d5e3775d298e78455efc5ca404d5\"", result.GetProperty("etag").GetString());
        AssertError(result, "second", "PreconditionFailed", 412);
        Assert.Equal("first", result.GetProperty("content").GetString());
        Assert.Equal("""{"kafka_base_offset":"7"}""", result.GetProperty("metadata").GetRawText());
        AssertNone(result, "without", "overwritten");
        Assert.Equal("second", result.GetProperty("other").GetString());
    }

    [Fact]
    public async Task UploadInPartsIsAnObjectOnlyWhenItIsCompleted()
    {
        JsonElement result = await RunAsync("multipart");

        AssertError(result, "before", "NoSuchKey", 404);
        Assert.Equal(result.GetProperty("expected").GetString(), result.GetProperty("etag").GetString());
        Assert.True(result.GetProperty("same").GetBoolean());
        Assert.Equal("""{"made_by":"node"}""", result.GetProperty("metadata").GetRawText());
        AssertError(result, "refused", "PreconditionFailed", 412);
        AssertNone(result, "aborted");
        AssertError(result, "gone", "NoSuchUpload", 404);
        AssertError(result, "tooSmall", "EntityTooSmall", 400);
        AssertError(result, "invalidPart", "InvalidPart", 400);
        AssertError(result, "order", "InvalidPartOrder", 400);
    }

    [Fact]
    public async Task BodyThatDoesNotMatchItsChecksumIsRefused()
    {
        JsonElement result = await RunAsync("checksums");

        AssertNone(result, "rightMd5");
        AssertError(result, "wrongMd5", "BadDigest", 400);
        AssertError(result, "invalidMd5", "InvalidDigest", 400);
        AssertError(result, "newer", "NotImplemented", 501);
        AssertError(result, "chunked", "NotImplemented", 501);
        AssertError(result, "missing", "NotFound", 404);
    }

    [Fact]
    public async Task RangesAreCutAtTheEnd()
    {
        JsonElement result = await RunAsync("ranges");

        Assert.Equal("""["0123456789",null,200]""", result.GetProperty("all").GetRawText());
        Assert.Equal("""["3456","bytes 3-6/10",206]""", result.GetProperty("some").GetRawText());
        Assert.Equal("""["89","bytes 8-9/10",206]""", result.GetProperty("rest").GetRawText());
        Assert.Equal("""["89","bytes 8-9/10",206]""", result.GetProperty("more").GetRawText());
        Assert.Equal("""["",null,200]""", result.GetProperty("empty").GetRawText());
        AssertError(result, "past", "InvalidRange", 416);
        AssertError(result, "ofNothing", "InvalidRange", 416);
    }

    [Fact]
    public async Task ListingIsInPagesOfAThousand()
    {
        JsonElement result = await RunAsync("paging");

        Assert.Equal("[[1000,1000,true],[203,1000,false]]", result.GetProperty("pages").GetRawText());
        Assert.True(result.GetProperty("complete").GetBoolean());
        Assert.Equal("""["many/01200","many/01201","many/01202"]""", result.GetProperty("after").GetRawText());
        Assert.Equal("strange <&> ü+%20", result.GetProperty("plain").GetString());
        Assert.Equal("strange <&> ü+%20", result.GetProperty("encoded").GetString());
        Assert.Equal(10, result.GetProperty("size").GetInt64());
        Assert.Equal(0, result.GetProperty("none").GetInt64());
    }

    [Fact]
    public async Task ErrorsHaveTheirCodesAndStatus()
    {
        JsonElement result = await RunAsync("errors");

        AssertError(result, "noKey", "NoSuchKey", 404);
        AssertError(result, "noKeyHead", "NotFound", 404);
        AssertError(result, "noBucket", "NoSuchBucket", 404);
        AssertError(result, "noUpload", "NoSuchUpload", 404);
        AssertNone(result, "deleted", "deletedAgain");
        AssertError(result, "key", "InvalidAccessKeyId", 403);
        AssertError(result, "secret", "SignatureDoesNotMatch", 403);
        AssertError(result, "clock", "RequestTimeTooSkewed", 403);
        AssertError(result, "region", "AuthorizationHeaderMalformed", 400);
        AssertError(result, "condition", "NotImplemented", 501);
        AssertError(result, "metadata", "MetadataTooLarge", 400);
    }

    private Task<JsonElement> RunAsync(string scenario) => NodeClient.RunAsync(scenario, server, "bucket");

    private static void AssertNone(JsonElement result, params string[] steps) =>
        Assert.All(steps, step => Assert.Equal(Nothing, result.GetProperty(step).GetRawText()));

    private static void AssertError(JsonElement result, string step, string code, int status)
    {
        JsonElement error = result.GetProperty(step);
        Assert.True(error.ValueKind == JsonValueKind.Object, $"{step} went well.");
        Assert.Equal((step, code, status), (step, error.GetProperty("code").GetString(), error.GetProperty("status").GetInt32()));
    }
}
