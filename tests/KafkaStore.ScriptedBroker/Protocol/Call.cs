namespace KafkaStore.Scripted.Protocol;

/// <summary>One request on its way to its answer.</summary>
internal sealed class Call
{
    private Call(BrokerNode node, Api api, short version, int correlation, WireReader request)
    {
        Node = node;
        Api = api;
        Version = version;
        Correlation = correlation;
        Request = request;
    }

    public BrokerNode Node { get; }

    public ScriptedBroker Broker => Node.Broker;

    public Api Api { get; }

    public short Version { get; }

    public int Correlation { get; }

    public string? ClientId { get; private set; }

    public WireReader Request { get; }

    public WireWriter Answer { get; } = new();

    /// <summary>What the client is asked to wait before its next request.</summary>
    public TimeSpan Throttled { get; set; }

    /// <summary>A producer that wants no acknowledgement gets none.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether the connection's client has said who it is.</summary>
    public bool IsLoggedIn { get; set; }

    public CancellationToken Stopping { get; private init; }

    public static Call Parse(BrokerNode node, ReadOnlyMemory<byte> frame, CancellationToken stopping)
    {
        var reader = new WireReader(frame);
        var call = new Call(node, (Api)reader.Int16(), reader.Int16(), reader.Int32(), reader)
        {
            ClientId = reader.NullableText(),
            Stopping = stopping,
        };
        if (Handlers.All.TryGetValue(call.Api, out Handler? handler) && call.Version >= handler.FlexibleFrom)
        {
            reader.Flexible = true;
            reader.Tags();
        }

        call.BeginAnswer(reader.Flexible);
        return call;
    }

    /// <summary>As below, in an answer that has it from that version on.</summary>
    public void ThrottleFrom(int version)
    {
        if (Version >= version)
            Throttle();
    }

    public void Throttle() => Answer.Int32((int)Throttled.TotalMilliseconds);

    // A client that asks for versions can't know yet which header it will get, so that one is always the old one.
    private void BeginAnswer(bool flexible)
    {
        Answer.Int32(Correlation);
        Answer.Flexible = flexible;
        if (Api != Api.ApiVersions)
            Answer.Tags();
    }
}
