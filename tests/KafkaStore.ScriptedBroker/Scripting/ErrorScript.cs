namespace KafkaStore.Scripted.Scripting;

/// <summary>Errors to answer with, the one that was added first until it is used up.</summary>
internal sealed class ErrorScript(Lock gate)
{
    private readonly List<(Api Api, KafkaError Error, int Left)> errors = [];

    public void Add(Api api, KafkaError error, int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        lock (gate)
            errors.Add((api, error, times));
    }

    public void Clear()
    {
        lock (gate)
            errors.Clear();
    }

    public KafkaError Take(Api api)
    {
        lock (gate)
        {
            int found = errors.FindIndex(entry => entry.Api == api);
            if (found < 0)
                return KafkaError.None;
            (_, KafkaError error, int left) = errors[found];
            if (left == int.MaxValue)
                return error;
            if (left > 1)
                errors[found] = (api, error, left - 1);
            else
                errors.RemoveAt(found);
            return error;
        }
    }
}
