using System.Net.Sockets;
using System.Security.Authentication;
using System.Xml;
using Azure.Identity;

namespace KafkaStore.Storage.Azure;

/// <summary>Translates a failure of the SDK into the domain's own, with the remedy. What it says never holds a secret.</summary>
internal static class AzureFailure
{
    /// <summary>Whether the exception comes from the SDK or the network, so that <see cref="Translate"/> has a word for it.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's: a cancelling that it did not ask for is a time-out.</param>
    public static bool IsOne(Exception exception, CancellationToken cancellationToken) =>
        exception switch
        {
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            AggregateException several => several.InnerExceptions.All(inner => IsOne(inner, cancellationToken)),
            RequestFailedException
            or AuthenticationFailedException
            or HttpRequestException
            or IOException
            or SocketException
            or XmlException => true,
            _ => false,
        };

    /// <param name="name">Of the object; null: the store itself.</param>
    /// <param name="exception">What was thrown; kept inside.</param>
    public static StorageException Translate(StoreAction action, string? name, AzureStoreUrl url, Exception exception)
    {
        string failed = name is null
            ? $"Cannot {action.Verb()} {url.DisplayName}: "
            : $"Cannot {action.Verb()} {name} in {url.DisplayName}: ";

        // After several tries the SDK throws what came of each; the last tells how things stand.
        Exception last = exception is AggregateException several ? several.InnerExceptions[^1] : exception;
        return last switch
        {
            RequestFailedException { Status: 404 } missing
                when name is not null && action != StoreAction.Create && !AzureAnswer.Is(missing, BlobErrorCode.ContainerNotFound) =>
                new ObjectMissingException(name, url.DisplayName, missing),
            RequestFailedException archived
                when name is not null
                    && (
                        AzureAnswer.Is(archived, BlobErrorCode.BlobArchived) || AzureAnswer.Is(archived, BlobErrorCode.BlobBeingRehydrated)
                    ) => new ObjectOfflineException(name, url.DisplayName, "az storage blob set-tier --tier Cool", archived),
            RequestFailedException { Status: > 0 } answer => AzureAnswer.Describe(failed, url, answer),
            CredentialUnavailableException none => new StorageAccessException(
                $"{failed}no Azure credential was found here. Give the app a managed identity, log in with az login, or set a connection string or SAS.",
                none
            ),
            AuthenticationFailedException refused => new StorageAccessException(
                $"{failed}the identity could not get a token. Check the managed identity's client id, or the AZURE_ settings of the environment.",
                refused
            ),
            XmlException => new StorageUnavailableException(
                $"{failed}what answers at {url.Service.Authority} is no Blob service. Check the URL, and any proxy or login page between.",
                last
            ),
            _ => Unreachable(failed, url, last),
        };
    }

    /// <summary>Names that don't ascend: what finds the end of an archive would be led astray.</summary>
    public static StorageAccessException OutOfOrder(AzureStoreUrl url) =>
        new($"{url.DisplayName} lists its blobs out of order, as accounts with a hierarchical namespace may. Use an account without one.");

    /// <summary>Refusals of a creation that an existing object can be the reason of.</summary>
    public static bool MayMeanExists(StorageException exception) =>
        Answer(exception) is { Status: 409 or 412 }
        || CodeIs(
            exception,
            BlobErrorCode.InvalidBlockList,
            BlobErrorCode.UnauthorizedBlobOverwrite,
            BlobErrorCode.AuthorizationPermissionMismatch
        );

    /// <summary>Refusals of those that, when there is no object, have a reason that is gone by now.</summary>
    public static bool MayPassAtOnce(StorageException exception) =>
        CodeIs(exception, BlobErrorCode.BlobAlreadyExists, BlobErrorCode.ConditionNotMet, BlobErrorCode.InvalidBlockList);

    public static bool IsPastTheEnd(StorageException exception) => Answer(exception) is { Status: 416 };

    private static bool CodeIs(StorageException exception, params ReadOnlySpan<BlobErrorCode> codes)
    {
        foreach (BlobErrorCode code in codes)
        {
            if (AzureAnswer.Is(Answer(exception), code))
                return true;
        }

        return false;
    }

    private static RequestFailedException? Answer(StorageException exception) => exception.InnerException as RequestFailedException;

    private static StorageException Unreachable(string failed, AzureStoreUrl url, Exception exception)
    {
        string host = url.Service.Authority;
        return InnerOf<SocketException>(exception)?.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => new StorageUnavailableException(
                $"{failed}there is no host {host}. Check the account's name in the URL, and that this machine can resolve names.",
                exception
            ),
            SocketError.ConnectionRefused => new StorageUnavailableException(
                $"{failed}{host} refuses connections. Check host and port in the URL.",
                exception
            ),
            _ when InnerOf<AuthenticationException>(exception) is not null => new StorageUnavailableException(
                $"{failed}no secure connection to {host} can be made. Check this machine's certificates and any proxy between.",
                exception
            ),
            _ when exception is OperationCanceledException || InnerOf<TimeoutException>(exception) is not null =>
                new StorageUnavailableException(
                    $"{failed}{host} does not answer in time. Check the network, firewall and proxy; it is tried again later.",
                    exception
                ),
            _ => new StorageUnavailableException(
                $"{failed}the connection to {host} was lost. Check the network; it is tried again later.",
                exception
            ),
        };
    }

    private static T? InnerOf<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
            exception = exception.InnerException;
        return exception as T;
    }
}
