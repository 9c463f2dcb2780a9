namespace KafkaStore.Tests.Gcs;

/// <summary>What goes wrong with the next requests of a kind.</summary>
/// <param name="Operation">Which requests.</param>
public sealed record FakeGcsFault(FakeGcsOperation Operation)
{
    /// <summary>Requests of the kind that go well before.</summary>
    public int After { get; init; }

    /// <summary>How many then go wrong.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Answered instead of doing anything.</summary>
    public FakeGcsException? Error { get; init; }

    /// <summary>The connection is cut when so many bytes of the request's body were read.</summary>
    public long? CutRequestAfterBytes { get; init; }

    /// <summary>The connection is cut when so many bytes of the answer's body were sent.</summary>
    public long? CutResponseAfterBytes { get; init; }

    /// <summary>Everything is done, and then the connection is cut instead of an answer.</summary>
    public bool LosesAnswer { get; init; }

    /// <summary>Which byte of the request's body arrives with a bit flipped.</summary>
    public long? DamagedByte { get; init; }
}

/// <summary>The faults to come, first come first served.</summary>
public sealed class FakeGcsFaults
{
    private readonly Lock gate = new();
    private readonly List<FakeGcsFault> pending = [];

    public void Add(FakeGcsFault fault)
    {
        lock (gate)
            pending.Add(fault);
    }

    public void Clear()
    {
        lock (gate)
            pending.Clear();
    }

    public FakeGcsFault? Take(FakeGcsOperation operation)
    {
        lock (gate)
        {
            int index = pending.FindIndex(fault => fault.Operation == operation);
            if (index < 0)
                return null;
            FakeGcsFault fault = pending[index];
            if (fault.After > 0)
            {
                pending[index] = fault with { After = fault.After - 1 };
                return null;
            }

            if (fault.Times == 1)
                pending.RemoveAt(index);
            else
                pending[index] = fault with { Times = fault.Times - 1 };
            return fault;
        }
    }
}
