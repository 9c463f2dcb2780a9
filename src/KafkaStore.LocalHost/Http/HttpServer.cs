using System.Net;
using KafkaStore.Functions.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;

namespace KafkaStore.LocalHost.Http;

/// <summary>Serves the app's HTTP functions, under the routes that they have in Azure.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    // For requests in hand when the process stops; those that read on after it are cut off.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan HeadersAtMost = TimeSpan.FromSeconds(10);

    // For what is left to send when an answer is complete, which nobody else watches.
    private static readonly TimeSpan RestAtMost = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleAtMost = TimeSpan.FromSeconds(30);

    private const string Ui = "/api/ui";

    // No request here has a body.
    private const long BodyBytes = 4096;

    private readonly WebApplication app;
    private readonly MetricsRoute metrics;

    private HttpServer(WebApplication app, MetricsRoute metrics, Uri address, string token)
    {
        this.app = app;
        this.metrics = metrics;
        Address = address;
        Token = token;
    }

    /// <summary>With the port that is really used.</summary>
    public Uri Address { get; }

    /// <summary>What clients have to send.</summary>
    public string Token { get; }

    /// <param name="options">Where, and to whom.</param>
    /// <param name="services">Have the function classes; not owned.</param>
    /// <param name="loggers">For the server's own troubles too.</param>
    /// <param name="changed">Called when a request has been answered that may have changed something.</param>
    /// <exception cref="HttpServerException">The port can't be used.</exception>
    public static async Task<HttpServer> StartAsync(
        HttpServerOptions options,
        IServiceProvider services,
        ILoggerFactory loggers,
        Action? changed,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        HttpToken token = options.Token is { } chosen ? new HttpToken(chosen.Text) : HttpToken.Generate();
        WebApplication app = Build(options, loggers);
        app.Use(KeepToOneClientAsync);
        var metrics = new MetricsRoute();
        metrics.Map(app, token);
        // A process that only serves an archive has nothing to resume.
        IServiceProviderIsService composed = services.GetRequiredService<IServiceProviderIsService>();
        foreach (HttpFunction function in HttpFunction.All().Where(function => composed.IsService(function.Method.DeclaringType!)))
            app.MapMethods(function.Route, function.Methods, context => AnswerAsync(context, function, services, token, changed));
        app.MapGet(
            "/",
            context =>
            {
                context.Response.Redirect(Ui);
                return Task.CompletedTask;
            }
        );
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e)
            when (e is IOException or AddressInUseException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync();
            metrics.Dispose();
            throw new HttpServerException(
                $"HTTP can't be served on {options.Host}:{options.Port}: {e.GetBaseException().Message}. Choose another port, or 0 for any that is free.",
                e
            );
        }

        var server = new HttpServer(app, metrics, new Uri(app.Urls.First()), token.Value);
        ILogger logger = loggers.CreateLogger<HttpServer>();
        Log.Serving(logger, server.Address);
        Log.StatusPage(logger, new Uri(server.Address, Ui));
        if (!IPAddress.IsLoopback(options.Host))
            Log.ServedWithoutTls(logger, options.Host.ToString());
        if (options.Token is null)
            Log.Token(logger, token.Value);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
        metrics.Dispose();
    }

    private static WebApplication Build(HttpServerOptions options, ILoggerFactory loggers)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = ListenSocket.Create);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    private static void Configure(KestrelServerOptions kestrel, HttpServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.RequestHeadersTimeout = HeadersAtMost;
        kestrel.Limits.KeepAliveTimeout = IdleAtMost;
        kestrel.Limits.MaxRequestBodySize = BodyBytes;
        if (options.Reading.LeastBytesPerSecond is > 0 and int rate)
            kestrel.Limits.MinResponseDataRate = new MinDataRate(rate, RestAtMost);
        var connections = new ConnectionShares((options.Connections + 1) / 2);
        kestrel.Listen(new IPEndPoint(options.Host, options.Port), listening => listening.Use(connections.Admit));
    }

    private static Task KeepToOneClientAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.KeepToOneClient();
        return next(context);
    }

    private static async Task AnswerAsync(
        HttpContext context,
        HttpFunction function,
        IServiceProvider services,
        HttpToken token,
        Action? changed
    )
    {
        if (function.Trigger.AuthLevel != AuthorizationLevel.Anonymous && !token.IsIn(context.Request))
        {
            await HttpToken.RefuseAsync(context);
            return;
        }

        await function.InvokeAsync(services.GetRequiredService(function.Method.DeclaringType!), context);
        if (!HttpMethods.IsGet(context.Request.Method))
            changed?.Invoke();
    }

    /// <summary>The process is not this server's: it neither takes its signals nor says that it runs.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>HTTP can't be served where it was to be; the message says what to do.</summary>
public sealed class HttpServerException(string message, Exception innerException) : Exception(message, innerException);
