using KafkaStore.Hosting.Telemetry;
using KafkaStore.LocalHost.Http;

namespace KafkaStore.LocalHost;

/// <summary>Serves an archive over HTTP and archives nothing; any number may run over one archive.</summary>
public sealed class LocalReader : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IDisposable? telemetry;

    private LocalReader(ServiceProvider services, IDisposable? telemetry, HttpServer server)
    {
        this.services = services;
        this.telemetry = telemetry;
        Server = server;
    }

    public HttpServer Server { get; }

    /// <summary>Opens the archive for reading and serves it.</summary>
    /// <exception cref="StoreLocationException">The store's URL can't be used.</exception>
    /// <exception cref="StorageException">The store can't be opened.</exception>
    /// <exception cref="HttpServerException">The port can't be used.</exception>
    /// <exception cref="TelemetryEndpointException">Where telemetry is to be sent is no URL.</exception>
    public static async Task<LocalReader> StartAsync(
        StoreLocation archive,
        StoreSettings settings,
        HttpServerOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        IObjectReader store = await Stores.OpenForReadingAsync(archive, settings, cancellationToken);
        return await StartAsync(store, options, loggers, cancellationToken);
    }

    /// <summary>As above, over a store of the caller's.</summary>
    public static async Task<LocalReader> StartAsync(
        IObjectReader store,
        HttpServerOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        IDisposable? telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
        var services = new ServiceCollection();
        services.AddSingleton(store);
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddArchiveReading(options.Reading).AddSchemaReading();
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            return new LocalReader(provider, telemetry, await HttpServer.StartAsync(options, provider, loggers, null, cancellationToken));
        }
        catch
        {
            await provider.DisposeAsync();
            telemetry?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await services.DisposeAsync();
        telemetry?.Dispose();
    }
}
