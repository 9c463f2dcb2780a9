using System.Security.Authentication;
using MySqlConnector;

namespace KafkaStore.Catalog.MySql;

/// <summary>The client's errors as the domain's, each one sentence and what to do.</summary>
internal static class MySqlFailure
{
    /// <summary>A row is locked by another, or a deadlock was resolved against us: the same again will do.</summary>
    public static bool IsContention(Exception exception) => NumberOf(exception) is MySqlErrorNumber.LockTimeout or MySqlErrorNumber.Deadlock;

    /// <summary>The connection broke: from a pool it may have been an old one.</summary>
    public static bool IsBrokenConnection(Exception exception) => exception is not CatalogException && NumberOf(exception) == 0 && !IsTls(exception);

    public static CatalogException Translate(Exception exception, MySqlCatalogUrl url)
    {
        string reason = Reason(exception);
        return NumberOf(exception) switch
        {
            _ when IsTls(exception) => new CatalogRefusedException(
                $"The catalog {url} can't be connected to with TLS as its URL asks for: {reason}. Check ssl-mode and ssl-ca, and the server's certificate.", exception),
            MySqlErrorNumber.AccessDenied or MySqlErrorNumber.AccessDeniedWithoutPassword => new CatalogRefusedException(
                url.HasPassword
                    ? $"The catalog {url} refuses the user or its password. Correct them in the URL, or the password in {MySqlCatalogUrl.PasswordVariable}."
                    : $"The catalog {url} refuses the user without a password. Give one in the URL, or in {MySqlCatalogUrl.PasswordVariable}.",
                exception),
            MySqlErrorNumber.UnknownDatabase => new CatalogRefusedException(
                $"The catalog {url} has no database {url.Database}. Create it (CREATE DATABASE `{url.Database}`), or correct the URL.", exception),
            MySqlErrorNumber.DatabaseDenied or MySqlErrorNumber.TableDenied or MySqlErrorNumber.ColumnDenied or MySqlErrorNumber.PrivilegeMissing => new CatalogRefusedException(
                $"The catalog {url} denies what its user needs: {reason}. GRANT SELECT, INSERT, UPDATE ON `{url.Database}`.* (for catalog create and rebuild also CREATE and DELETE) to {url.User}.",
                exception),
            MySqlErrorNumber.TableMissing => CatalogTables.Missing(url, exception),
            MySqlErrorNumber.ColumnMissing or MySqlErrorNumber.NoDefault or MySqlErrorNumber.TooLong or MySqlErrorNumber.OutOfRange or MySqlErrorNumber.WrongValue => new CatalogRefusedException(
                $"The tables of the catalog {url} have other columns than they should: {reason}. Rename them and run 'kafka-store catalog create' and 'kafka-store catalog rebuild'.",
                exception),
            _ when IsContention(exception) => new CatalogUnavailableException($"The catalog {url} keeps its rows locked: {reason}.", exception),
            0 or MySqlErrorNumber.Unreachable => new CatalogUnavailableException($"The catalog {url} can't be reached: {reason}.", exception),
            _ => new CatalogUnavailableException($"The catalog {url} fails: {reason}.", exception),
        };
    }

    public static CatalogUnavailableException Silent(MySqlCatalogUrl url, TimeSpan limit, Exception? inner = null) =>
        new($"The catalog {url} does not answer within {limit.TotalSeconds:0} s.", inner);

    // The outer exception of a failed connection often has no number, or 1042 whatever went wrong.
    private static int NumberOf(Exception exception)
    {
        int number = 0;
        for (Exception? each = exception; each is not null; each = each.InnerException)
        {
            if (each is MySqlException { Number: not 0 } known)
                number = known.Number;
        }

        return number;
    }

    private static bool IsTls(Exception exception)
    {
        for (Exception? each = exception; each is not null; each = each.InnerException)
        {
            if (each is AuthenticationException || (each is MySqlException && each.Message.Contains("SSL", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private static string Reason(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }
}
