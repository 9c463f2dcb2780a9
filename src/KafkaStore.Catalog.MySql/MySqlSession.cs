using MySqlConnector;

namespace KafkaStore.Catalog.MySql;

/// <summary>Runs work on a pooled connection, within a time limit that holds whatever the server or the client does.</summary>
internal sealed class MySqlSession(MySqlCatalogUrl url, TimeSpan limit) : IDisposable
{
    private const int Tries = 4;
    private const int ConnectionsAtMost = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    // Work that outlived its limit keeps its place until it ends, so that a silent server does not gather connections.
    private readonly SemaphoreSlim places = new(ConnectionsAtMost);

    public MySqlCatalogUrl Url => url;

    /// <summary>Runs the work, again where a lock was in the way and once more where a connection turned out to be broken.</summary>
    /// <exception cref="CatalogException">Translated from whatever the client threw.</exception>
    public async Task<T> RunAsync<T>(Func<MySqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (attempt < Tries && MySqlFailure.IsContention(e))
            {
                await Task.Delay(FirstPause * Random.Shared.Next(1, 1 << attempt), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (attempt == 1 && !cancellationToken.IsCancellationRequested && MySqlFailure.IsBrokenConnection(e))
            {
                using var pooled = new MySqlConnection(url.ConnectionString);
                await MySqlConnection.ClearPoolAsync(pooled, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not CatalogException && !cancellationToken.IsCancellationRequested)
            {
                throw MySqlFailure.Translate(e, url);
            }
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<T> OnceAsync<T>(Func<MySqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!await places.WaitAsync(limit, cancellationToken).ConfigureAwait(false))
            throw MySqlFailure.Silent(url, limit);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken stop = stopping.Token;
        Task<T> running = Task.Run(() => UseAsync(work, stop), CancellationToken.None); // the client blocks here and there
        _ = running.ContinueWith(EndAsync, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e) when (!running.IsCompleted)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            throw MySqlFailure.Silent(url, limit, e);
        }
    }

    // What it failed with after its limit, nobody waits for any more: the limit was reported.
    private void EndAsync(Task ended)
    {
        _ = ended.Exception;
        try
        {
            places.Release();
        }
        catch (ObjectDisposedException)
        {
            // It outlived the catalog itself.
        }
    }

    private async Task<T> UseAsync<T>(Func<MySqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(url.ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await work(connection, cancellationToken).ConfigureAwait(false);
        }
    }
}
