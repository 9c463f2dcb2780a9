using System.Diagnostics;

namespace KafkaStore.LocalHost.Engine;

/// <summary>The spans that Durable Functions makes on the platform: of entities and orchestrations. None is made while nobody listens.</summary>
internal static class EngineSpans
{
    private static readonly ActivitySource Source = new("KafkaStore.LocalHost");

    /// <summary>Below what asked for it, whatever the thread did before.</summary>
    /// <param name="parent">Null begins a trace.</param>
    public static Activity? Start(string name, ActivityContext? parent)
    {
        if (!Source.HasListeners())
            return null;
        Activity.Current = null;
        return Source.StartActivity(name, ActivityKind.Internal, parent ?? default);
    }
}
