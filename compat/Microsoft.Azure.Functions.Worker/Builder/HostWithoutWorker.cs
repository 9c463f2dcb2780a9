using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>
/// Builds all services, so that a wrong registration shows, and then says that nothing here can talk to the Functions host.
/// Started any other way it would wait for ever for work that can't come.
/// </summary>
internal sealed class HostWithoutWorker(IHost inner) : IHost
{
    public IServiceProvider Services => inner.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Console.Error.WriteLineAsync(
            "error: this is a restricted build, without the real Azure Functions worker, so the Functions host can't run it: "
            + "build it where all of nuget.org can be reached (./setup --profile official), or use ./kafka-store, which needs no Azure.");
        Environment.ExitCode = 1;
        inner.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Dispose() => inner.Dispose();
}
