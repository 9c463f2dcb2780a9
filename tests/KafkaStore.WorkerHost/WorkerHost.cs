using KafkaStore.Tests.FunctionsHost.Durable;
using KafkaStore.Tests.FunctionsHost.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaStore.Tests.FunctionsHost;

/// <summary>
/// Plays the Azure Functions host to a real worker process: starts it, asks for its functions, and runs them as triggers
/// fire. Triggers fire when a test says so; what the functions start by themselves, entities, orchestrations and activities,
/// runs on the real Durable Task backend.
/// </summary>
/// <remarks>
/// Two ports of 127.0.0.1: one for gRPC, which the worker calls for its work and its durable client for its signals, and one
/// for HTTP, on which the app's HTTP functions answer under <c>/api</c>.
/// </remarks>
public sealed class WorkerHost : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly WorkerSlot worker;
    private bool stopped;

    private WorkerHost(WebApplication server, WorkerSlot worker, DurableHub hub, Uri grpc, Uri http)
    {
        this.server = server;
        this.worker = worker;
        Hub = hub;
        GrpcAddress = grpc;
        HttpAddress = http;
        DurableClientBinding client = new(grpc, hub.Name);
        Kafka = new KafkaDelivery(worker, client);
        Timers = new TimerDelivery(worker, client);
    }

    /// <summary>What the app has, by name; case does not matter.</summary>
    public IReadOnlyDictionary<string, IndexedFunction> Functions => worker.Functions;

    /// <summary>Of the worker that was started last.</summary>
    public int WorkerProcessId => worker.ProcessId;

    public DurableHub Hub { get; }

    public KafkaDelivery Kafka { get; }

    public TimerDelivery Timers { get; }

    /// <summary>Where durable clients find the host.</summary>
    public Uri GrpcAddress { get; }

    /// <summary>Under which the app's HTTP functions are, as in <c>http://127.0.0.1:1234/</c>.</summary>
    public Uri HttpAddress { get; }

    /// <summary>Every invocation that has ended, in that order.</summary>
    public IReadOnlyCollection<InvocationOutcome> Outcomes => worker.Outcomes;

    /// <summary>What the worker logged, and what it wrote to its console.</summary>
    public IReadOnlyCollection<WorkerLogEntry> Logs => worker.Logs;

    /// <exception cref="WorkerStartException">The worker ended, or did not get ready in time.</exception>
    public static async Task<WorkerHost> StartAsync(WorkerHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = null;
            grpc.MaxSendMessageSize = null;
        });
        var slot = new WorkerSlot(options);
        DurableHub hub = await DurableHub.CreateAsync(options, slot);
        builder.Services.AddSingleton(slot.Channels).AddSingleton<FunctionRpcService>();
        builder.Services.AddSingleton(hub.Service).AddSingleton<TaskHubSidecar>();
        WebApplication server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<FunctionRpcService>();
        server.MapGrpcService<TaskHubSidecar>();
        server.MapFallback(new HttpForwarding(slot).ForwardAsync);
        await server.StartAsync();
        Uri[] addresses = [.. server.Urls.Select(url => new Uri(url))];
        var host = new WorkerHost(server, slot, hub, addresses[0], addresses[1]);
        try
        {
            await slot.StartAsync(addresses[0]);
            await hub.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The worker is gone at once (SIGKILL), and what it was running with it; then another one is started.</summary>
    public Task KillAndRestartWorkerAsync() => worker.KillAndRestartAsync();

    /// <summary>The worker alone is told to end (SIGTERM), as when a platform scales in; then another one is started.</summary>
    /// <returns>The exit code of the first.</returns>
    public Task<int> TerminateAndRestartWorkerAsync() => worker.TerminateAndRestartAsync();

    /// <summary>
    /// As the host ends: no new orchestrations, entities and activities, those in hand are finished, then the worker is told
    /// to end and killed if it does not in time.
    /// </summary>
    /// <returns>The worker's exit code; 137 for killed.</returns>
    public async Task<int> StopAsync()
    {
        stopped = true;
        await worker.WhenIdleAsync();
        await Hub.StopAsync();
        return await worker.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopped)
            await Hub.AbortAsync();
        await worker.DisposeAsync();
        await server.StopAsync(new CancellationToken(canceled: true));
        await server.DisposeAsync();
        Hub.Dispose();
    }
}
