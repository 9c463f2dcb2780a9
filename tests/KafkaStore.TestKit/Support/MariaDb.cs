using System.Diagnostics;
using MySqlConnector;

namespace KafkaStore.Tests.Support;

/// <summary>A real server of its own on 127.0.0.1, one an assembly; a database a test.</summary>
public sealed class MariaDb : IAsyncLifetime
{
    private const string Program = "/usr/sbin/mariadbd";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-store-mariadb-").FullName;
    private Process? server;
    private int databases;

    public static bool IsInstalled => File.Exists(Program);

    public int Port { get; private set; }

    /// <summary>PEM of the authority that signed the server's certificate.</summary>
    public string AuthorityFile => Path.Combine(folder, "ca.pem");

    private string DataFolder => Path.Combine(folder, "data");

    // A server that starts deletes the temporary tables that it finds, other servers' too.
    private string TemporaryFolder => Path.Combine(folder, "tmp");

    public async Task InitializeAsync()
    {
        TestCertificates.Write(folder);
        Directory.CreateDirectory(TemporaryFolder);
        string[] options =
        [
            "--no-defaults",
            "--user=root",
            $"--datadir={DataFolder}",
            $"--tmpdir={TemporaryFolder}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ];
        (await ToolRun.RunAsync("mariadb-install-db", options)).Succeed();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An empty database of the test's own, with its URL for root.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return $"mysql://root@127.0.0.1:{Port}/{name}";
    }

    public async Task ExecuteAsync(string sql, string database = "mysql")
    {
        await using MySqlConnection connection = await OpenAsync(database);
        using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<string>> QueryAsync(string sql, string database)
    {
        await using MySqlConnection connection = await OpenAsync(database);
        using var command = new MySqlCommand(sql, connection);
        await using System.Data.Common.DbDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(
                string.Join(
                    "|",
                    Enumerable
                        .Range(0, reader.FieldCount)
                        .Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))
                )
            );
        }

        return rows;
    }

    /// <summary>Starts it, on the port that it had.</summary>
    public async Task StartAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            if (Port == 0 || attempt > 1)
                Port = FreePort();
            server = Start();
            if (await IsUpAsync())
                return;
            await StopAsync();
            Assert.True(attempt < 3, await File.ReadAllTextAsync(Path.Combine(folder, "server.log")));
        }
    }

    /// <summary>As a crash does: nothing is said to anybody.</summary>
    public async Task StopAsync()
    {
        if (server is null)
            return;
        if (!server.HasExited)
            server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
    }

    /// <summary>It answers nothing until it is resumed, but keeps its port.</summary>
    public Task SuspendAsync() => ToolRun.SignalAsync(server!.Id, "STOP");

    public Task ResumeAsync() => ToolRun.SignalAsync(server!.Id, "CONT");

    private async Task<MySqlConnection> OpenAsync(string database)
    {
        var connection = new MySqlConnection(
            $"Server=127.0.0.1;Port={Port};User ID=root;Database={database};SslMode=Disabled;Pooling=false;AllowUserVariables=true"
        );
        await connection.OpenAsync();
        return connection;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start() =>
        Process.Start(
            new ProcessStartInfo(
                Program,
                [
                    "--no-defaults",
                    "--user=root",
                    $"--datadir={DataFolder}",
                    $"--tmpdir={TemporaryFolder}",
                    "--bind-address=127.0.0.1",
                    $"--port={Port}",
                    $"--socket={Path.Combine(folder, "s")}",
                    $"--pid-file={Path.Combine(folder, "pid")}",
                    $"--log-error={Path.Combine(folder, "server.log")}",
                    "--skip-name-resolve",
                    "--innodb-buffer-pool-size=16M",
                    "--innodb-flush-log-at-trx-commit=2",
                    "--innodb-lock-wait-timeout=2",
                    $"--ssl-ca={AuthorityFile}",
                    $"--ssl-cert={Path.Combine(folder, "server.pem")}",
                    $"--ssl-key={Path.Combine(folder, "server.key")}",
                ]
            )
        )!;

    private async Task<bool> IsUpAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (!server!.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
        {
            try
            {
                await ExecuteAsync("DO 1");
                return true;
            }
            catch (MySqlException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }
}
