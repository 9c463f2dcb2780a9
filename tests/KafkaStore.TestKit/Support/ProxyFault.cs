namespace KafkaStore.Tests.Support;

/// <summary>What goes wrong with one request on its way through a <see cref="FaultyProxy"/>.</summary>
public abstract record ProxyFault
{
    /// <summary>The service is not asked; the proxy answers in its place. A body announced with Expect is not waited for.</summary>
    public sealed record Answer(int Status, string Body = "", string ContentType = "application/xml") : ProxyFault
    {
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>Both connections are closed when this many bytes of the request's body have been passed on.</summary>
    public sealed record CutUpload(long AfterBytes) : ProxyFault;

    /// <summary>Both connections are closed when this many bytes of the response's body have been passed on.</summary>
    public sealed record CutDownload(long AfterBytes) : ProxyFault;

    /// <summary>One bit of the request's body is another when it arrives.</summary>
    public sealed record FlipBit(long Position) : ProxyFault;

    /// <summary>The service does what it was asked, and nobody hears of it.</summary>
    public sealed record LoseAnswer : ProxyFault;

    /// <summary>The request is passed on only then.</summary>
    public sealed record Hold(Task Until) : ProxyFault;

    /// <summary>Nothing is ever answered.</summary>
    public sealed record Silence : ProxyFault;
}
