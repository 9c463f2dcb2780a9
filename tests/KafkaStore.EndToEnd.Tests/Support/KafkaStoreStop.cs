namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>Stops the program as an operator or a service manager does.</summary>
public static class KafkaStoreStop
{
    /// <summary>SIGTERM; it must end by itself, without an error, within the time the product promises and a little for a busy machine.</summary>
    public static async Task StopAsync(KafkaStoreProcess program)
    {
        await program.SignalAsync("TERM");
        (int exitCode, _, string errors) = await program.WaitAsync(TimeSpan.FromSeconds(20));
        if (exitCode != 0)
            throw new InvalidOperationException($"It ended with exit code {exitCode} after SIGTERM:\n{errors}");
    }
}
