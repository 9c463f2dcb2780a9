using System.Net.Sockets;
using KafkaStore.Storage;

namespace KafkaStore.Catalog.MySql;

/// <summary>Runs work on a pooled connection, within the client's own time limits.</summary>
internal sealed class MySqlSession : IDisposable
{
    private const int ConnectionsAtMost = 8;

    // Of each time limit this is left for stopping the statement at the server; then the connection is closed.
    private const int CancellationSeconds = 1;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    // The client's timers and the clock round differently.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(50);

    private readonly string connectionString;
    private readonly Patience patience;
    private readonly TimeSpan statementLimit;
    private readonly TimeSpan connectLimit;

    /// <param name="url">Where the server is.</param>
    /// <param name="limit">Of a statement, in whole seconds, one at least.</param>
    /// <param name="patience">With locks and with connections that were lost.</param>
    public MySqlSession(MySqlCatalogUrl url, TimeSpan limit, Patience patience)
    {
        Url = url;
        this.patience = patience;
        int seconds = Math.Max(1, (int)limit.TotalSeconds);
        statementLimit = TimeSpan.FromSeconds(seconds);
        connectLimit = statementLimit < ConnectLimit ? statementLimit : ConnectLimit;
        connectionString = new MySqlConnectionStringBuilder(url.ConnectionString)
        {
            ConnectionTimeout = (uint)connectLimit.TotalSeconds,
            DefaultCommandTimeout = (uint)Math.Max(1, seconds - CancellationSeconds),
            CancellationTimeout = CancellationSeconds,
            MaximumPoolSize = ConnectionsAtMost,
        }.ConnectionString;
    }

    /// <summary>Four tries within half a second.</summary>
    public static Patience DefaultPatience { get; } = new(4, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400));

    public MySqlCatalogUrl Url { get; }

    /// <summary>Runs the work, again where a lock was in the way or the connection turned out to be broken.</summary>
    /// <exception cref="CatalogException">Translated from whatever the client threw.</exception>
    public async Task<T> RunAsync<T>(Func<MySqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await patience.RunAsync(token => OnceAsync(work, token), MySqlFailure.MayPass, cancellationToken);
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.CommandTimeoutExpired && !cancellationToken.IsCancellationRequested)
        {
            throw MySqlFailure.Silent(Url, statementLimit, e);
        }
        catch (Exception e) when (e is not CatalogException && !cancellationToken.IsCancellationRequested)
        {
            CatalogException translated = MySqlFailure.Translate(e, Url);

            // What a user may do the server looks up when he logs in: a right that he is given now shall count for the next call.
            if (translated is CatalogRefusedException)
                await ClearAsync(cancellationToken);
            throw translated;
        }
    }

    /// <summary>
    /// The work in a transaction, begun and ended by statements: the client's own beginning has no time limit, so that a
    /// server which falls silent there would hold it for ever.
    /// </summary>
    public static Func<MySqlConnection, CancellationToken, Task<T>> InTransaction<T>(
        Func<MySqlConnection, CancellationToken, Task<T>> work
    ) =>
        async (connection, token) =>
        {
            await ExecuteAsync(connection, "START TRANSACTION", token);
            try
            {
                T result = await work(connection, token);
                await ExecuteAsync(connection, "COMMIT", token);
                return result;
            }
            catch
            {
                await RollBackAsync(connection);
                throw;
            }
        };

    /// <summary>Closes the connections that nobody uses.</summary>
    public void Dispose()
    {
        using var pooled = new MySqlConnection(connectionString);
        MySqlConnection.ClearPool(pooled);
    }

    private static async Task ExecuteAsync(MySqlConnection connection, string statement, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // constants
        using var command = new MySqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // In the pool the connection would keep its locks.
    private static async Task RollBackAsync(MySqlConnection connection)
    {
        try
        {
            await ExecuteAsync(connection, "ROLLBACK", CancellationToken.None);
        }
        catch (Exception exception) when (exception is MySqlException or IOException or SocketException or InvalidOperationException)
        {
            // The connection broke, which is a rollback; what is told is why.
        }
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await using var pooled = new MySqlConnection(connectionString);
        await MySqlConnection.ClearPoolAsync(pooled, cancellationToken);
    }

    private async Task<T> OnceAsync<T>(Func<MySqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(connectionString);
        await OpenAsync(connection, cancellationToken);
        return await work(connection, cancellationToken);
    }

    private async Task OpenAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (MySqlException e)
            when (e.ErrorCode == MySqlErrorCode.UnableToConnectToHost
                && TimeProvider.System.GetElapsedTime(started) > connectLimit - Rounding
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw MySqlFailure.Silent(Url, connectLimit, e); // The client has one error number for all that goes wrong here.
        }
    }
}
