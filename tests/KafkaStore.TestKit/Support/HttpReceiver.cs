namespace KafkaStore.Tests.Support;

/// <summary>Takes HTTP requests on a free port of this machine, one after the other, until it is disposed.</summary>
internal sealed class HttpReceiver : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task receiving;

    /// <param name="take">Reads a request and closes its response.</param>
    public HttpReceiver(Func<HttpListenerContext, Task> take)
    {
        Address = $"http://127.0.0.1:{OtlpCollector.FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        receiving = ReceiveAsync(take);
    }

    public string Address { get; }

    public void Dispose()
    {
        listener.Stop();
        receiving.Wait(TimeSpan.FromSeconds(10));
        listener.Close();
    }

    private async Task ReceiveAsync(Func<HttpListenerContext, Task> take)
    {
        try
        {
            while (true)
                await take(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !listener.IsListening)
        {
            return; // stopped
        }
    }
}
