using KafkaStore.Hosting;

namespace KafkaStore.Stores.Tests.Gcs;

/// <summary>Credentials against a server that stands for Azure's identity endpoint and Google's token exchange.</summary>
[Collection(SerialGcsTests.Name)]
public sealed class GcsCredentialsTests : IAsyncLifetime
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly List<string> exchanged = [];
    private (string Secret, string Query) asked;
    private FakeGcs server = null!;
    private WebApplication tokens = null!;
    private (int Status, object Body) answer = (
        200,
        new
        {
            access_token = "ya29.google",
            token_type = "Bearer",
            expires_in = 3600,
        }
    );

    public async Task InitializeAsync()
    {
        server = await FakeGcs.StartAsync("bucket");
        server.Token = "ya29.google";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        tokens = builder.Build();
        tokens.Run(AnswerAsync);
        await tokens.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await tokens.DisposeAsync();
        File.Delete(file);
    }

    [Fact]
    public async Task TokenOfAnAzureManagedIdentityIsExchangedForGoogles()
    {
        await WriteExternalAccountAsync();

        using GcsStore store = await OpenAsync();
        await store.CreateAsync("a", ObjectContent.FromBytes("x"u8.ToArray()), default);
        await using Stream stream = await store.OpenReadAsync("a", 0, null, default);

        Assert.Equal((byte)'x', stream.ReadByte());
        Assert.Contains("subject_token=azure-token", Assert.Single(exchanged));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExternalAccountForAVirtualMachineWorksInAFunctionAppTooFromAFileOrASetting(bool ofASetting)
    {
        using var environment = new ChangedEnvironment(
            ("IDENTITY_ENDPOINT", tokens.Urls.Single() + "/app/token"),
            ("IDENTITY_HEADER", "instance secret")
        );
        GcsStoreOptions options = FakeGcsFixture.Options(server, "bucket") with { ManagedIdentityClientId = "client" };
        string account = ExternalAccount("http://169.254.169.254");
        await File.WriteAllTextAsync(file, account);

        using GcsStore store = await GcsStore.OpenAsync(
            ofASetting
                ? options with
                {
                    ExternalAccount = account.Replace("api://kafka-store", "api%3A%2F%2Fkafka-store"),
                } // as infra writes it
                : options with
                {
                    CredentialsFile = file,
                },
            default
        );
        await store.CreateAsync("a", ObjectContent.FromBytes("x"u8.ToArray()), default);

        Assert.Contains("subject_token=app-token", Assert.Single(exchanged));
        Assert.Equal(("instance secret", "?api-version=2019-08-01&resource=api%3A%2F%2Fkafka-store&client_id=client"), asked);
    }

    [Theory]
    [InlineData("no json", "it is no JSON")]
    [InlineData("""{"type": "authorized_user"}""", "its type is authorized_user, and inline it has to be external_account")]
    [InlineData(
        """{"type": "service_account", "private_key": "SECRET"}""",
        "it holds a secret (private_key), which belongs in a file: inline it has to be an external_account without one"
    )]
    [InlineData(
        """{"type": "external_account", "client_secret": "SECRET"}""",
        "it holds a secret (client_secret), which belongs in a file: inline it has to be an external_account without one"
    )]
    public async Task CredentialsOfASettingAreAnExternalAccountWithoutASecret(string json, string reason)
    {
        StorageAccessException exception = await Assert.ThrowsAsync<StorageAccessException>(() =>
            GcsStore.OpenAsync(FakeGcsFixture.Options(server, "bucket") with { ExternalAccount = json }, default)
        );

        Assert.Equal($"The Google credentials that are given inline can't be used: {reason}.", exception.Message);
    }

    [Fact]
    public async Task CredentialsOfASettingAndOfAFileAreNotTakenTogether()
    {
        var settings = StoreSettings.Read(name => name.StartsWith("GoogleCloudCredentials") ? "{}" : null);

        await Fails.SayingAsync<StoreLocationException>(
            "are both set: leave one of them empty",
            () =>
                ArchiverStores.OpenAsync(
                    StoreLocations.Parse("gs://bucket/archive", "gs://bucket2/staging", []),
                    settings,
                    spoolFolder: null,
                    default
                )
        );
    }

    [Theory]
    [InlineData(400, "invalid_grant", "The given token is expired.", "gcloud auth application-default login")]
    [InlineData(
        400,
        "invalid_grant",
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
        "clock is wrong"
    )]
    public async Task RefusedCredentialsSayWhatToDo(int status, string error, string description, string part)
    {
        await WriteExternalAccountAsync();
        answer = (status, new { error, error_description = description });

        StorageAccessException exception = await Fails.SayingAsync<StorageAccessException>(part, OpenAsync);
        Assert.Contains("gs://bucket", exception.Message);
    }

    [Fact]
    public async Task TokenServiceWithAFaultIsTriedAgain()
    {
        await WriteExternalAccountAsync();
        answer = (503, new { error = "unavailable", error_description = "Try later." });

        await Assert.ThrowsAsync<StorageUnavailableException>(OpenAsync);
    }

    [Fact]
    public async Task TokenThatTheBucketDoesNotAcceptIsToldApart()
    {
        await WriteExternalAccountAsync();
        server.Token = "another";

        await Fails.SayingAsync<StorageAccessException>("does not accept the credentials for gs://bucket", OpenAsync);
    }

    [Theory]
    [InlineData(null, "Could not find file")]
    [InlineData("", "it is no JSON")]
    [InlineData("{", "it is no JSON")]
    [InlineData("[]", "it has no \"type\"")]
    [InlineData("""{"type": 5}""", "it has no \"type\"")]
    [InlineData("""{"type": "unheard_of"}""", "unheard_of")]
    [InlineData("""{"type": "service_account", "client_email": "a@b", "private_key": "no key"}""", "can't be used")]
    public async Task CredentialsFileThatIsNoneIsNamed(string? text, string part)
    {
        if (text is not null)
            await File.WriteAllTextAsync(file, text);

        StorageAccessException exception = await Assert.ThrowsAsync<StorageAccessException>(OpenAsync);

        Assert.StartsWith($"The credentials file {file} can't be used: ", exception.Message);
        Assert.Contains(part, exception.Message);
    }

    [Fact]
    public async Task MachineWithoutCredentialsSaysHowToGetSome()
    {
        using var environment = new ChangedEnvironment(
            ("GOOGLE_APPLICATION_CREDENTIALS", null),
            ("NO_GCE_CHECK", "true"),
            ("HOME", "/nonexistent"),
            ("STORAGE_EMULATOR_HOST", null)
        );

        StorageAccessException exception = await Assert.ThrowsAsync<StorageAccessException>(() =>
            GcsStore.OpenAsync(new GcsStoreOptions { Url = GcsStoreUrl.Parse("gs://bucket") }, default)
        );

        Assert.Equal(
            "No Google credentials were found for gs://bucket: run gcloud auth application-default login, "
                + "or set GOOGLE_APPLICATION_CREDENTIALS to a file with credentials.",
            exception.Message
        );
    }

    [Theory]
    [InlineData("/storage/v1/")]
    [InlineData("")]
    public async Task EmulatorOfTheEnvironmentIsAskedWithoutCredentials(string path)
    {
        server.Token = null;
        using var environment = new ChangedEnvironment(("STORAGE_EMULATOR_HOST", server.Address + path));

        using GcsStore store = await GcsStore.OpenAsync(new GcsStoreOptions { Url = GcsStoreUrl.Parse("gs://bucket/kafka") }, default);
        await store.CreateAsync("a/b", ObjectContent.FromBytes("x"u8.ToArray()), default);
        await using Stream stream = await store.OpenReadAsync("a/b", 0, null, default);

        Assert.Equal((byte)'x', stream.ReadByte());
        Assert.NotNull(server.Find("bucket", "kafka/a/b"));
    }

    private Task<GcsStore> OpenAsync() =>
        GcsStore.OpenAsync(FakeGcsFixture.Options(server, "bucket") with { CredentialsFile = file }, default);

    private Task WriteExternalAccountAsync(string? source = null) => File.WriteAllTextAsync(file, ExternalAccount(source));

    // What gcloud iam workload-identity-pools create-cred-config --azure writes, with the addresses of these tests.
    private string ExternalAccount(string? source = null) =>
        JsonSerializer.Serialize(
            new
            {
                type = "external_account",
                audience = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/azure/providers/azure",
                subject_token_type = "urn:ietf:params:oauth:token-type:jwt",
                token_url = tokens.Urls.Single() + "/v1/token",
                credential_source = new
                {
                    url = (source ?? tokens.Urls.Single())
                        + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=api://kafka-store",
                    headers = new { Metadata = "True" },
                    format = new { type = "json", subject_token_field_name = "access_token" },
                },
            }
        );

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/metadata", StringComparison.Ordinal))
        {
            if (context.Request.Headers["Metadata"] != "True")
                context.Response.StatusCode = 400;
            await context.Response.WriteAsync("""{"access_token": "azure-token", "token_type": "Bearer"}""");
            return;
        }

        if (context.Request.Path == "/app/token")
        {
            asked = (context.Request.Headers["X-IDENTITY-HEADER"].ToString(), context.Request.QueryString.Value!);
            await context.Response.WriteAsync("""{"access_token": "app-token", "expires_on": "1", "token_type": "Bearer"}""");
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        exchanged.Add(await reader.ReadToEndAsync());
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(answer.Body));
    }

    private sealed class ChangedEnvironment : IDisposable
    {
        private readonly (string Name, string? Value)[] before;

        public ChangedEnvironment(params (string Name, string? Value)[] values)
        {
            before = [.. values.Select(value => (value.Name, Environment.GetEnvironmentVariable(value.Name)))];
            Set(values);
        }

        public void Dispose() => Set(before);

        private static void Set((string Name, string? Value)[] values)
        {
            foreach ((string name, string? value) in values)
                Environment.SetEnvironmentVariable(name, value);
        }
    }
}
