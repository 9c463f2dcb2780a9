namespace KafkaStore.Storage.Azure;

/// <summary>What the service's refusals mean and what helps, by their documented codes.</summary>
internal static class AzureAnswer
{
    private const string Later = "It is tried again later.";

    /// <summary>Whether the answer carries the code; one of a proxy carries none.</summary>
    public static bool Is(RequestFailedException? answer, BlobErrorCode code) => answer?.ErrorCode is { } said && said == code;

    public static StorageException Describe(string failed, AzureStoreUrl url, RequestFailedException answer)
    {
        StorageAccessException Access(string what) => new(failed + what, answer);
        StorageUnavailableException Unavailable(string what) => new(failed + what, answer);

        return answer.ErrorCode switch
        {
            _ when Is(answer, BlobErrorCode.ContainerNotFound) || (answer.Status == 404 && answer.ErrorCode is null) => Access(
                $"there is no container {url.Bucket} in the account {url.Account}. Create it (az storage container create --account-name {url.Account} --name {url.Bucket}), or correct the URL."
            ),
            _ when Is(answer, BlobErrorCode.ContainerBeingDeleted) => Unavailable(
                $"the container {url.Bucket} is being deleted. Create it anew when that is done, or use another one."
            ),
            _ when Is(answer, BlobErrorCode.AuthenticationFailed) => Access(Authentication(url, Detail(answer))),
            "KeyBasedAuthenticationNotPermitted" => Access(
                $"the account {url.Account} permits no shared keys. Leave out connection string and SAS and give an identity the role Storage Blob Data Contributor."
            ),
            "InvalidAuthenticationInfo" or "NoAuthenticationInformation" => Access(
                "the service does not take the credentials. Check that the identity is of the account's tenant, or give a connection string or SAS."
            ),
            "AuthorizationSourceIPMismatch" => Access(
                "the SAS is not for this machine's address. Make one that is, or one without a range of addresses."
            ),
            "PublicAccessNotPermitted" => Access("nobody may open it without credentials. Give a connection string, a SAS or an identity."),
            _ when Is(answer, BlobErrorCode.AccountIsDisabled) || Is(answer, BlobErrorCode.ContainerDisabled) => Access(
                $"the account {url.Account} is disabled. Enable it, or see to its subscription."
            ),
            _ when Is(answer, BlobErrorCode.BlobImmutableDueToPolicy) || answer.ErrorCode is "BlobImmutableDueToLegalHold" => Access(
                $"an immutability policy or legal hold on the container {url.Bucket} forbids it. Take it off where objects have to be deleted, as in a staging container."
            ),
            _ when Is(answer, BlobErrorCode.LeaseIdMissing) => Access("a lease locks it. Break the lease (az storage blob lease break)."),
            _ when Is(answer, BlobErrorCode.Md5Mismatch) || Is(answer, BlobErrorCode.InvalidMd5) => Unavailable(
                $"it arrived damaged and was not stored. {Later} If it happens again, look for a proxy or network card that alters data."
            ),
            _ when Is(answer, BlobErrorCode.InvalidBlockList) => Unavailable($"its blocks were gone before they were committed. {Later}"),
            _ when answer.Status == 403 => Access(
                $"the credentials do not permit it, or the account's firewall does not admit this machine. Give the identity the role Storage Blob Data Contributor on the container (on an archive a custom role that creates, reads and lists is enough), or the SAS the permissions racwdl."
            ),
            _ when answer.Status == 401 => Access("the service asks for other credentials. Check the identity, connection string or SAS."),
            _ when Is(answer, BlobErrorCode.ServerBusy) || answer.Status is 429 or 503 => Unavailable(
                $"the service is busy and answers {answer.Status}. {Later} If it goes on, the account is at its limits: spread the load, or use another account."
            ),
            _ when answer.Status >= 500 || answer.Status == 408 => Unavailable($"the service answers {Said(answer)}. {Later}"),
            _ when Mentions(answer, "x-ms-access-tier") => Access(
                "the account does not know the access tier. Leave the tier out, or use a general-purpose v2 account."
            ),
            _ => Access($"the service refuses it with {Said(answer)}. Look the code up in Azure's Blob service error codes."),
        };
    }

    private static string Authentication(AzureStoreUrl url, string detail)
    {
        if (detail.Contains("Signature not valid in the specified time frame", StringComparison.OrdinalIgnoreCase))
            return "the SAS has expired, or is not valid yet. Make a new one, and check this machine's clock.";
        if (detail.Contains("Date header", StringComparison.OrdinalIgnoreCase))
            return "this machine's clock differs from Azure's by more than 15 minutes. Set the clock right.";
        return url.IsSigned
            ? "the SAS is not accepted. It may have expired, be cut off, or be of another container; make a new one."
            : $"the key is not accepted. Check that it is a key of the account {url.Account} and was not rotated, and this machine's clock.";
    }

    // Where the service says more than a code, the SDK puts it in the data; answers to HEAD have nothing of it.
    private static string Detail(RequestFailedException answer) => answer.Data["AuthenticationErrorDetail"] as string ?? "";

    private static bool Mentions(RequestFailedException answer, string header) => answer.Data["HeaderName"] as string == header;

    private static string Said(RequestFailedException answer) => $"{answer.Status} {answer.ErrorCode}".TrimEnd();
}
