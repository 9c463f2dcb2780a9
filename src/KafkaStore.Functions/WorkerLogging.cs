namespace KafkaStore.Functions;

/// <summary>What the worker tells the host of what others log in it; <c>host.json</c> says the same for the host.</summary>
public static class WorkerLogging
{
    /// <summary>Leaves out ASP.NET Core's four lines for each request. What fails there is still logged.</summary>
    public static ILoggingBuilder AddQuietServer(this ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
}
