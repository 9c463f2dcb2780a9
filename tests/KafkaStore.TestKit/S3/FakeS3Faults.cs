namespace KafkaStore.Tests.S3;

/// <summary>What goes wrong on purpose, and what has been asked.</summary>
public sealed class FakeS3Faults
{
    private readonly Lock gate = new();
    private readonly List<FakeS3Fault> faults = [];
    private readonly List<FakeS3Request> requests = [];

    /// <summary>As some compatible servers do.</summary>
    public bool IgnoresConditionOnPut { get; set; }

    public bool IgnoresConditionOnComplete { get; set; }

    /// <summary>Refuses with 412 what is not there, and overwrites what is.</summary>
    public bool InvertsCondition { get; set; }

    /// <summary>What the server's clock shows more than this machine's.</summary>
    public TimeSpan ClockOffset { get; set; }

    internal IReadOnlyList<FakeS3Request> Requests
    {
        get
        {
            lock (gate)
                return [.. requests];
        }
    }

    public FakeS3Fault Add(FakeS3Fault fault)
    {
        lock (gate)
            faults.Add(fault);

        return fault;
    }

    public void Clear()
    {
        lock (gate)
            faults.Clear();
    }

    internal FakeS3Fault? Note(FakeS3Request request)
    {
        lock (gate)
        {
            requests.Add(request);
            return faults.FirstOrDefault(fault => fault.Hits(request));
        }
    }
}

/// <summary>One thing that goes wrong with some requests.</summary>
/// <param name="operation">As in PutObject; null for all.</param>
public sealed class FakeS3Fault(string? operation)
{
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int seen;

    /// <summary>That many requests go well before.</summary>
    public int Skip { get; init; }

    /// <summary>That many requests go wrong.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Answers so instead of doing anything.</summary>
    public FakeS3Exception? Error { get; init; }

    /// <summary>Answers 200 first and this afterwards in the body, as completing an upload may.</summary>
    public FakeS3Exception? ErrorInside { get; init; }

    /// <summary>Cuts the connection after that many bytes of the request's body.</summary>
    public long? CutRequestAfterBytes { get; init; }

    /// <summary>Sends no more than that many bytes of the answer's body, and cuts the connection at <see cref="Cut"/>.</summary>
    public long? CutResponseAfterBytes { get; init; }

    /// <summary>Changes the byte of the request's body at that place.</summary>
    public long? DamagedByte { get; init; }

    /// <summary>Does what was asked, and cuts the connection instead of saying so.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>Never answers, and goes when the client does.</summary>
    public bool Hangs { get; init; }

    /// <summary>Runs before anything else.</summary>
    public Action? Before { get; init; }

    /// <summary>How many it has hit.</summary>
    public int Hit { get; private set; }

    /// <summary>Once the client has what was sent; a connection cut at once may swallow it.</summary>
    public void Cut() => cut.SetResult();

    internal Task WhenCut(CancellationToken cancellationToken) => cut.Task.WaitAsync(cancellationToken);

    internal bool Hits(FakeS3Request request)
    {
        if ((operation is not null && request.Operation != operation) || seen++ < Skip || Hit >= Times)
            return false;
        Hit++;
        return true;
    }
}
