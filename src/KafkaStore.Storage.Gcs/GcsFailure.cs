using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace KafkaStore.Storage.Gcs;

/// <summary>Translates a failure of the SDK into the domain's own, with the remedy.</summary>
internal static class GcsFailure
{
    private const string LogIn =
        "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to a file with credentials";

    /// <param name="url">In which store.</param>
    /// <param name="exception">What the SDK threw; kept inside.</param>
    public static StorageException Translate(StoreAction action, GcsStoreUrl url, Exception exception) =>
        exception switch
        {
            StorageException own => own,
            GoogleApiException answer => OfAnswer(action, url, answer),
            TokenResponseException token => OfToken(url, token),
            SubjectTokenException => new StorageAccessException(
                $"The identity that {url} is opened with could not be proved to Google. Check the credential_source of the external account's file.",
                exception
            ),
            _ when GcsAnswer.IsOfNetwork(exception) => new StorageUnavailableException(
                $"{url} can't be reached: {exception.Message.TrimEnd('.')}. It is tried again; check the network, a proxy and the firewall.",
                exception
            ),
            _ => new StorageException($"{Failed(action, url)}: {exception.Message}", exception),
        };

    /// <summary>A failure while credentials were looked for.</summary>
    public static StorageException OfCredentials(GcsStoreOptions options, Exception exception)
    {
        string? given =
            options.ExternalAccount is not null ? "Google credentials that are given inline"
            : options.CredentialsFile is { } file ? $"credentials file {file}"
            : null;
        return given is null
            ? new StorageAccessException($"No Google credentials were found for {options.Url}: {LogIn}.", exception)
            : new StorageAccessException($"The {given} can't be used: {exception.Message.TrimEnd('.')}.", exception);
    }

    private static StorageException OfAnswer(StoreAction action, GcsStoreUrl url, GoogleApiException answer)
    {
        string says = GcsAnswer.Says(answer).TrimEnd('.');
        if (GcsAnswer.IsThrottling(answer))
            return new StorageUnavailableException($"{url} is throttled by Google: {says}. It is tried again.", answer);
        if (GcsAnswer.IsDamaged(answer))
        {
            return new StorageUnavailableException(
                $"{Failed(action, url)}: it arrived damaged, again and again, and was refused. Check the network.",
                answer
            );
        }

        return answer.HttpStatusCode switch
        {
            HttpStatusCode.Unauthorized => new StorageAccessException(
                $"Google does not accept the credentials for {url}: {LogIn}.",
                answer
            ),
            HttpStatusCode.Forbidden => OfRefusal(action, url, answer, says),
            HttpStatusCode.NotFound => new StorageAccessException(
                $"There is no bucket '{url.Bucket}'. Create it, or correct {url}.",
                answer
            ),
            HttpStatusCode.PreconditionFailed => new StorageAccessException(
                $"{Failed(action, url)}: {says}. Check the policies of the bucket and its organization.",
                answer
            ),
            HttpStatusCode.BadRequest => new StorageAccessException(
                $"{Failed(action, url)}: {says}. Correct the settings of the store.",
                answer
            ),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new StorageUnavailableException(
                $"{url} answers with an error ({(int)answer.HttpStatusCode}): {says}. It is tried again.",
                answer
            ),
            _ => new StorageException($"{Failed(action, url)}: {says}.", answer),
        };
    }

    private static StorageException OfRefusal(StoreAction action, GcsStoreUrl url, GoogleApiException answer, string says)
    {
        string remedy = GcsAnswer.Reason(answer) switch
        {
            "retentionPolicyNotMet" or "objectUnderActiveHold" =>
                "A retention policy or a hold protects it until it ends; staging wants a bucket without one",
            "accountDisabled" or "userProjectAccountProblem" => "Enable billing for the bucket's project",
            "accessNotConfigured" or "usageLimits.accessNotConfigured" => "Enable the Cloud Storage API in the project",
            "quotaExceeded" => "Raise the project's quota",
            _ when says.Contains("billing", StringComparison.OrdinalIgnoreCase) => "Enable billing for the bucket's project",
            _ when says.Contains("KMS", StringComparison.OrdinalIgnoreCase)
                    || says.Contains("cloudkms", StringComparison.OrdinalIgnoreCase) =>
                "Grant the project's Cloud Storage service agent roles/cloudkms.cryptoKeyEncrypterDecrypter on the key",
            _ => RoleFor(action),
        };
        return new StorageAccessException($"{Failed(action, url)}: {says}. {remedy}.", answer);
    }

    private static StorageException OfToken(GcsStoreUrl url, TokenResponseException exception)
    {
        string says = exception.Error?.ErrorDescription ?? exception.Error?.Error ?? exception.Message;
        if (exception.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests)
        {
            return new StorageUnavailableException(
                $"Google gives no token for {url} now: {says.TrimEnd('.')}. It is tried again.",
                exception
            );
        }

        bool isClock =
            says.Contains("timeframe", StringComparison.OrdinalIgnoreCase)
            || says.Contains("iat and exp", StringComparison.OrdinalIgnoreCase);
        return new StorageAccessException(
            isClock
                ? $"Google refuses the credentials for {url} because this machine's clock is wrong. Set it, or start a time service."
                : $"Google refuses the credentials for {url} ({says.TrimEnd('.')}): {LogIn}.",
            exception
        );
    }

    private static string Failed(StoreAction action, GcsStoreUrl url) =>
        action == StoreAction.List ? $"Cannot list {url}" : $"Cannot {action.Verb()} in {url}";

    private static string RoleFor(StoreAction action) =>
        action switch
        {
            StoreAction.List or StoreAction.Read => "Grant the account roles/storage.objectViewer on the bucket",
            StoreAction.Create =>
                "Grant the account roles/storage.objectCreator and roles/storage.objectViewer on the bucket (staging: roles/storage.objectAdmin)",
            _ => "Grant the account roles/storage.objectAdmin on the bucket, which staging wants",
        };
}
