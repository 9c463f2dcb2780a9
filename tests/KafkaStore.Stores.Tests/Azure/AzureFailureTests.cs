using Azure;
using Azure.Identity;
using Azure.Storage.Sas;

namespace KafkaStore.Stores.Tests.Azure;

/// <summary>Each method says what is wrong in the domain's words, with the remedy and without a secret.</summary>
public sealed class AzureFailureTests : IAsyncLifetime
{
    private const string Name = "orders/000000/1";

    private static readonly Dictionary<string, Func<IStagingStore, Task>> Methods = new()
    {
        ["look at"] = store => store.FindAsync(Name, default),
        ["read"] = store => store.OpenReadAsync(Name, 0, null, default),
        ["list"] = async store => await store.ListAsync("orders/", null, default).ToListAsync(),
        ["create"] = store => store.CreateAsync(Name, ObjectContent.FromBytes(new byte[100]), default),
        ["create long"] = store => store.CreateAsync(Name, ObjectContent.FromBytes(new byte[300_000]), default),
        ["delete"] = store => store.DeleteAsync(Name, default),
    };

    private AzureTestStore opened = null!;

    public static TheoryData<string, int, string, bool, string> Answers()
    {
        (int Status, string Code, bool MayPass, string Says)[] answers =
        [
            (404, "ContainerNotFound", false, "there is no container test-"),
            (403, "AuthorizationFailure", false, "role Storage Blob Data Contributor"),
            (403, "AuthorizationPermissionMismatch", false, "role Storage Blob Data Contributor"),
            (403, "AuthenticationFailed", false, "Check that it is a key of the account devstoreaccount1"),
            (403, "KeyBasedAuthenticationNotPermitted", false, "permits no shared keys"),
            (403, "AuthorizationSourceIPMismatch", false, "not for this machine's address"),
            (403, "AccountIsDisabled", false, "is disabled"),
            (401, "InvalidAuthenticationInfo", false, "identity is of the account's tenant"),
            (409, "PublicAccessNotPermitted", false, "without credentials"),
            (409, "ContainerBeingDeleted", true, "is being deleted"),
            (429, "TooManyRequests", true, "is busy and answers 429"),
            (503, "ServerBusy", true, "is busy and answers 503"),
            (500, "InternalError", true, "answers 500 InternalError"),
            (500, "OperationTimedOut", true, "answers 500 OperationTimedOut"),
            (400, "InvalidInput", false, "refuses it with 400 InvalidInput"),
        ];
        var data = new TheoryData<string, int, string, bool, string>();
        foreach (string method in Methods.Keys)
        {
            foreach ((int status, string code, bool mayPass, string says) in answers)
                data.Add(method, status, code, mayPass, says);
        }

        data.Add("delete", 409, "BlobImmutableDueToPolicy", false, "immutability policy");
        data.Add("delete", 409, "BlobImmutableDueToLegalHold", false, "legal hold");
        data.Add("delete", 412, "LeaseIdMissing", false, "Break the lease");
        data.Add("create", 409, "BlobImmutableDueToPolicy", false, "immutability policy");
        data.Add("create", 412, "LeaseIdMissing", false, "Break the lease");
        return data;
    }

    public async Task InitializeAsync() => opened = await AzureTestStore.OpenAsync();

    public Task DisposeAsync() => opened.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task RefusalIsSaidWithTheRemedy(string method, int status, string code, bool mayPass, string says)
    {
        opened.Proxy.Break(AzureErrors.Answer(status, code, "As documented."));

        await FailsAsync(method, mayPass, says);
    }

    [Theory]
    [InlineData("BlobArchived")]
    [InlineData("BlobBeingRehydrated")]
    public async Task AnArchivedBlobIsSaidToBeOffline(string code)
    {
        opened.Proxy.Break(AzureErrors.Answer(409, code, "As documented."));

        ObjectOfflineException offline = await Assert.ThrowsAsync<ObjectOfflineException>(() => Methods["read"](opened.Store));

        Assert.Contains("az storage blob set-tier", offline.Message);
    }

    [Theory]
    [InlineData("read", "BlobNotFound")]
    [InlineData("read", "ResourceNotFound")]
    public async Task MissingObjectIsSaidToBeMissing(string method, string code)
    {
        opened.Proxy.Break(AzureErrors.Answer(404, code, "The specified blob does not exist."));

        ObjectMissingException exception = await Assert.ThrowsAsync<ObjectMissingException>(() => Methods[method](opened.Store));

        Assert.Equal($"{opened.Store.DisplayName} has no object {Name}.", exception.Message);
    }

    [Theory]
    [InlineData("list", "Request date header too old: 'Fri, 02 Jan 2026 00:00:00 GMT'", "machine's clock differs")]
    [InlineData("create", "The Date header in the request is incorrect.", "machine's clock differs")]
    [InlineData(
        "list",
        "Signature not valid in the specified time frame: Start [Thu, 01 Jan 2026 00:00:00 GMT] - Expiry [Fri, 02 Jan 2026 00:00:00 GMT] - Current [Sat, 03 Jan 2026 00:00:00 GMT]",
        "has expired, or is not valid yet"
    )]
    [InlineData(
        "list",
        "The MAC signature found in the HTTP request 'abc' is not the same as any computed signature. Server used following string to sign: 'GET x-ms-date:Sat'.",
        "Check that it is a key of the account"
    )]
    public async Task ReasonThatTheServiceGivesForNotAuthenticatingIsUsed(string method, string detail, string says)
    {
        opened.Proxy.Break(AzureErrors.NotAuthenticated(detail));

        await FailsAsync(method, mayPass: false, says);
    }

    [Theory]
    [InlineData("look at")]
    [InlineData("read")]
    [InlineData("list")]
    [InlineData("create")]
    [InlineData("create long")]
    public async Task ServiceThatIsBusyForAMomentIsAskedAgain(string method)
    {
        await opened.Store.CreateAsync(Name, ObjectContent.FromBytes(new byte[10]), default);
        opened.Proxy.Break(AzureErrors.Answer(503, "ServerBusy", "The server is busy."), times: 3);

        await Methods[method](opened.Store);
    }

    [Theory]
    [InlineData("look at")]
    [InlineData("read")]
    [InlineData("list")]
    [InlineData("create")]
    [InlineData("delete")]
    public async Task ServiceThatNeverAnswersIsSaidNotToAnswerInTime(string method)
    {
        await using AzureTestStore store = await AzureTestStore.OpenAsync(
            AzureTestStore.SmallAndQuick with
            {
                Retries = 1,
                RequestTimeout = TimeSpan.FromMilliseconds(1500),
            }
        );
        store.Proxy.Break(new ProxyFault.Silence());

        await Fails.SayingAsync<StorageUnavailableException>("does not answer in time", () => Methods[method](store.Store));
    }

    [Theory]
    [InlineData("look at", "text/html", "<html><body>Log in</body></html>", 502, "answers 502")]
    [InlineData("list", "text/html", "<html><body>Log in</body></html>", 502, "answers 502")]
    [InlineData("list", "text/html", "Log in", 200, "is no Blob service")]
    public async Task ProxyThatAnswersInTheServicesPlaceIsSaidTo(string method, string type, string body, int status, string says)
    {
        opened.Proxy.Break(new ProxyFault.Answer(status, body, type));

        await FailsAsync(method, mayPass: true, says);
    }

    [Fact]
    public async Task HostThatDoesNotExistIsSaidNotTo()
    {
        await Fails.SayingAsync<StorageUnavailableException>(
            "there is no host noaccount.blob.kafka-store.invalid",
            () => OpenAsync("https://noaccount.blob.kafka-store.invalid/archive", "AccountName=noaccount;AccountKey=c2VjcmV0")
        );
    }

    [Fact]
    public async Task MissingContainerIsSaidAtTheStart()
    {
        Azurite azurite = await Azurite.SharedAsync();

        StorageAccessException exception = await Fails.SayingAsync<StorageAccessException>(
            "there is no container nowhere in the account devstoreaccount1. Create it",
            () => OpenAsync(azurite.UrlOf("nowhere"), Azurite.ConnectionString)
        );
        Assert.IsType<RequestFailedException>(exception.InnerException);
    }

    [Fact]
    public async Task WrongKeyIsSaidAtTheStart()
    {
        Azurite azurite = await Azurite.SharedAsync();

        await Fails.SayingAsync<StorageAccessException>(
            "not permit it",
            () => OpenAsync(azurite.UrlOf(opened.Container.Name), "AccountName=devstoreaccount1;AccountKey=c2VjcmV0")
        );
    }

    [Fact]
    public async Task ConnectionStringOfAnotherAccountIsRefused()
    {
        StorageAccessException exception = await Assert.ThrowsAsync<StorageAccessException>(() =>
            OpenAsync("https://acct.blob.core.windows.net/archive", "AccountName=other;AccountKey=c2VjcmV0")
        );

        Assert.Equal(
            "The connection string is of the account other and the store https://acct.blob.core.windows.net/archive is in acct; give the one of acct.",
            exception.Message
        );
    }

    [Fact]
    public async Task IdentityIsNotSentUnencrypted()
    {
        await Fails.SayingAsync<StorageAccessException>(
            "is not https",
            () => OpenAsync("http://127.0.0.1:10000/devstoreaccount1/archive", null)
        );
    }

    [Fact]
    public async Task SignatureOpensTheStoreAndAnExpiredOneIsSaidToBe()
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient container = opened.Container;
        string Signed(DateTimeOffset until) => container.GenerateSasUri(BlobContainerSasPermissions.All, until).Query;

        AzureStore store = await OpenAsync(azurite.UrlOf(container.Name) + Signed(DateTimeOffset.UtcNow.AddHours(1)), null);
        Assert.Equal(CreateOutcome.Created, await store.CreateAsync(Name, ObjectContent.FromBytes(new byte[10]), default));
        Assert.DoesNotContain("sig", store.DisplayName);

        StorageAccessException exception = await Assert.ThrowsAsync<StorageAccessException>(() =>
            OpenAsync(azurite.UrlOf(container.Name) + Signed(DateTimeOffset.UtcNow.AddHours(-1)), null)
        );
        Assert.DoesNotContain("sig=", exception.ToString());
    }

    [Fact]
    public async Task SignatureThatOnlyReadsIsSaidNotToPermitCreation()
    {
        Azurite azurite = await Azurite.SharedAsync();
        string query = opened
            .Container.GenerateSasUri(
                BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List,
                DateTimeOffset.UtcNow.AddHours(1)
            )
            .Query;
        AzureStore store = await OpenAsync(azurite.UrlOf(opened.Container.Name) + query, null);

        await Fails.SayingAsync<StorageAccessException>("racwdl", () => Methods["create"](store));
    }

    [Fact]
    public void IdentityThatIsMissingOrRefusedIsSaid()
    {
        var url = AzureStoreUrl.Parse("https://acct.blob.core.windows.net/archive");

        StorageException missing = AzureFailure.Translate(StoreAction.List, null, url, new CredentialUnavailableException("None."));
        StorageException refused = AzureFailure.Translate(StoreAction.List, null, url, new AuthenticationFailedException("Refused."));

        Assert.Contains(
            "no Azure credential was found here. Give the app a managed identity",
            Assert.IsType<StorageAccessException>(missing).Message
        );
        Assert.Contains(
            "could not get a token. Check the managed identity's client id",
            Assert.IsType<StorageAccessException>(refused).Message
        );
    }

    private static Task<AzureStore> OpenAsync(string url, string? connectionString) =>
        AzureStore.OpenAsync(
            new AzureStoreOptions
            {
                Url = AzureStoreUrl.Parse(url),
                ConnectionString = connectionString,
                Tuning = AzureTestStore.SmallAndQuick,
            },
            default
        );

    private async Task FailsAsync(string method, bool mayPass, string says)
    {
        StorageException exception = await Assert.ThrowsAnyAsync<StorageException>(() => Methods[method](opened.Store));

        Assert.IsType(mayPass ? typeof(StorageUnavailableException) : typeof(StorageAccessException), exception);
        Assert.Contains(says, exception.Message);
        Assert.Contains(opened.Store.DisplayName, exception.Message);
        Assert.NotNull(exception.InnerException);
    }
}
