namespace KafkaStore.Tests.Restoring;

/// <summary>Ends a process, as it were, at one of its steps.</summary>
/// <param name="after">How many steps it lives.</param>
internal sealed class CrashPoint(long after)
{
    public long Steps { get; private set; }

    public void Step()
    {
        if (++Steps > after)
            throw new CrashException();
    }
}

/// <summary>The process is dead.</summary>
internal sealed class CrashException : Exception;
