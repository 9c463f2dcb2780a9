using Microsoft.Extensions.Hosting.Systemd;

namespace KafkaStore.Cli.Archive;

/// <summary>Tells systemd how far the archiver is, where it was started by a unit of <c>Type=notify</c>; otherwise nobody.</summary>
internal sealed class SystemdUnit : IDisposable
{
    private readonly SystemdNotifier notifier = new();
    private readonly CancellationTokenRegistration stopping;

    /// <param name="stopping">With it <c>STOPPING=1</c> is said.</param>
    public SystemdUnit(CancellationToken stopping) => this.stopping = stopping.Register(() => notifier.Notify(ServiceState.Stopping));

    /// <summary><c>READY=1</c>: brokers and stores have answered, and it archives.</summary>
    public void Ready() => notifier.Notify(ServiceState.Ready);

    public void Dispose() => stopping.Dispose();
}
