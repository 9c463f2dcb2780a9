namespace KafkaStore.Scripted.Log;

/// <summary>Which leader epoch began at which offset.</summary>
internal sealed class EpochHistory(int first)
{
    private readonly List<(int Epoch, long From)> epochs = [(first, 0)];

    public int Current => epochs[^1].Epoch;

    public void Begin(int epoch, long at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(epoch, Current);
        epochs.RemoveAll(begun => begun.From > at);
        epochs.Add((epoch, at));
    }

    /// <summary>
    /// The newest epoch that is not newer than the one asked for, and where it ends; (-1, -1) for one that is still to come. One from
    /// before the first ends where that begins.
    /// </summary>
    public (int Epoch, long End) EndOf(int epoch, long logEnd)
    {
        if (epoch > Current)
            return (-1, -1);
        int found = epochs.FindLastIndex(begun => begun.Epoch <= epoch);
        return (found < 0 ? epoch : epochs[found].Epoch, found + 1 < epochs.Count ? epochs[found + 1].From : logEnd);
    }
}
