using System.Net.Sockets;
using System.Security.Authentication;

namespace KafkaStore.Catalog.MySql;

/// <summary>The client's errors as the domain's, each one sentence and what to do.</summary>
internal static class MySqlFailure
{
    /// <summary>MariaDB's number for a connection that was killed, or that sat idle for too long; the client has no name for it.</summary>
    private const MySqlErrorCode ConnectionKilled = (MySqlErrorCode)1927;

    private const MySqlErrorCode AccessDeniedWithoutPassword = (MySqlErrorCode)1698;

    /// <summary>
    /// A lock was in the way, a deadlock was resolved against us, or the connection broke, which from a pool may have been an
    /// old one: the same again will do. A server that can't be reached is not waited for.
    /// </summary>
    public static bool MayPass(Exception exception) =>
        exception switch
        {
            MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost } => false,
            MySqlException { IsTransient: true } => true,
            MySqlException { ErrorCode: ConnectionKilled or MySqlErrorCode.ServerShutdown } => true,
            MySqlException { ErrorCode: MySqlErrorCode.None, InnerException: IOException or SocketException } => true,
            IOException or SocketException => true,
            _ => false,
        };

    public static CatalogException Translate(Exception exception, MySqlCatalogUrl url)
    {
        string reason = Reason(exception);
        return (exception as MySqlException)?.ErrorCode switch
        {
            _ when IsTls(exception) => new CatalogRefusedException(
                $"The catalog {url} can't be connected to with TLS: {reason}. Check ssl-mode (verify-full to another machine where the URL has none), ssl-ca, and the server's certificate.",
                exception
            ),
            _ when exception is NotSupportedException => new CatalogRefusedException(
                $"The catalog {url} wants its user to log in by a way that this program does not know: {reason}. Give the user another authentication plugin.",
                exception
            ),
            MySqlErrorCode.AccessDenied or AccessDeniedWithoutPassword => new CatalogRefusedException(
                url.HasPassword
                    ? $"The catalog {url} refuses the user or its password. Correct them in the URL, or the password in {MySqlCatalogUrl.PasswordVariable}."
                    : $"The catalog {url} refuses the user without a password. Give one in the URL, or in {MySqlCatalogUrl.PasswordVariable}.",
                exception
            ),
            MySqlErrorCode.UnknownDatabase => new CatalogRefusedException(
                $"The catalog {url} has no database {url.Database}. Create it (CREATE DATABASE `{url.Database}`), or correct the URL.",
                exception
            ),
            MySqlErrorCode.DatabaseAccessDenied
            or MySqlErrorCode.TableAccessDenied
            or MySqlErrorCode.ColumnAccessDenied
            or MySqlErrorCode.SpecifiedAccessDeniedError => new CatalogRefusedException(
                $"The catalog {url} denies what its user needs: {reason}. GRANT SELECT, INSERT, UPDATE ON `{url.Database}`.* (for catalog create and rebuild also CREATE and DELETE) to {url.User}.",
                exception
            ),
            MySqlErrorCode.NoSuchTable => CatalogTables.Missing(url, exception),
            MySqlErrorCode.BadFieldError
            or MySqlErrorCode.NoDefaultForField
            or MySqlErrorCode.DataTooLong
            or MySqlErrorCode.WarningDataOutOfRange
            or MySqlErrorCode.TruncatedWrongValueForField => new CatalogRefusedException(
                $"The tables of the catalog {url} have other columns than they should: {reason}. Rename them and run 'kafka-store catalog create' and 'kafka-store catalog rebuild'.",
                exception
            ),
            MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.LockDeadlock => new CatalogUnavailableException(
                $"The catalog {url} keeps its rows locked: {reason}.",
                exception
            ),
            null or MySqlErrorCode.None or MySqlErrorCode.UnableToConnectToHost => new CatalogUnavailableException(
                $"The catalog {url} can't be reached: {reason}.",
                exception
            ),
            _ => new CatalogUnavailableException($"The catalog {url} fails: {reason}.", exception),
        };
    }

    public static CatalogUnavailableException Silent(MySqlCatalogUrl url, TimeSpan limit, Exception? inner = null) =>
        new($"The catalog {url} does not answer within {limit.TotalSeconds:0} s.", inner);

    // A server without TLS is the one thing that the client tells from others by its words alone.
    private static bool IsTls(Exception exception) =>
        exception is MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost } failed
        && (failed.InnerException is AuthenticationException || failed.Message.Contains("SSL", StringComparison.Ordinal));

    private static string Reason(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }
}
